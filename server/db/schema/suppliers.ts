import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
} from 'drizzle-orm/sqlite-core';
import { instant, oneOf, orgId, supplierId } from '../columns.ts';
import { organization } from './auth.ts';

/** One upstream key, sealed; may serve several suppliers. */
export const connection = sqliteTable(
  'connection',
  {
    orgId: orgId().references(() => organization.id, { onDelete: 'cascade' }),
    id: text('id').notNull(),
    name: text('name').notNull(),
    /** JWE compact; opened by the gateway only. */
    keyJwe: text('key_jwe').notNull(),
    /** Which encryption key sealed it, for rotation. */
    keyKid: text('key_kid').notNull(),
    keyLastFour: text('key_last_four').notNull(),
    state: text('state').notNull().default('ok'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    oneOf('connection_state', t.state, ['ok', 'credentials_invalid']),
  ],
);

/** A property account of Open Pro that this organisation works on, with the owner's settings. */
export const supplier = sqliteTable(
  'supplier',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    connectionId: text('connection_id').notNull(),
    name: text('name').notNull(),
    timezone: text('timezone').notNull().default('Europe/Paris'),
    /** Which reading of min stay upstream applies: of every night (stricter) or of the arrival. */
    minStayReading: text('min_stay_reading').notNull().default('every_night'),
    defaultMinStay: integer('default_min_stay').notNull().default(1),
    defaultMaxStay: integer('default_max_stay').notNull().default(30),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.supplierId] }),
    foreignKey({
      columns: [t.orgId, t.connectionId],
      foreignColumns: [connection.orgId, connection.id],
    }),
    oneOf('supplier_min_stay_reading', t.minStayReading, ['every_night', 'arrival_night']),
    check('supplier_default_stay', sql`${t.defaultMinStay} BETWEEN 1 AND ${t.defaultMaxStay}`),
  ],
);

/** When a part of the mirror was last read well, last tried, and what went wrong. */
export const mirrorPart = sqliteTable(
  'mirror_part',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    part: text('part').notNull(),
    asOf: instant('as_of'),
    /** When it was first read well: its history begins there. */
    firstAsOf: instant('first_as_of'),
    triedAt: instant('tried_at'),
    /** Upstream modification instant up to which bookings are known. */
    watermark: instant('watermark'),
    /** Set while the last try failed. */
    failed: integer('failed', { mode: 'boolean' }).notNull().default(false),
    warningsJson: text('warnings_json').notNull().default('[]'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.supplierId, t.part] }),
    foreignKey({
      columns: [t.orgId, t.supplierId],
      foreignColumns: [supplier.orgId, supplier.supplierId],
    }).onDelete('cascade'),
    oneOf('mirror_part_name', t.part, [
      'accommodations',
      'rateTypes',
      'rates',
      'stock',
      'bookings',
    ]),
  ],
);

/** A sellable unit type. Units: an owner setting, or the first guess from stock and bookings. */
export const accommodation = sqliteTable(
  'accommodation',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    accommodationId: integer('accommodation_id').notNull(),
    name: text('name').notNull(),
    position: integer('position').notNull(),
    unitsSetting: integer('units_setting'),
    unitsGuess: integer('units_guess'),
    /** Set when upstream no longer lists it. */
    goneAt: instant('gone_at'),
    /** When the upstream reads began that the mirrored rows come from; an older read never wins. */
    stockReadAt: instant('stock_read_at'),
    ratesReadAt: instant('rates_read_at'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.supplierId, t.accommodationId] }),
    foreignKey({
      columns: [t.orgId, t.supplierId],
      foreignColumns: [supplier.orgId, supplier.supplierId],
    }).onDelete('cascade'),
    check('accommodation_units', sql`${t.unitsSetting} IS NULL OR ${t.unitsSetting} >= 0`),
  ],
);

export const rateType = sqliteTable(
  'rate_type',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    rateTypeId: integer('rate_type_id').notNull(),
    labelJson: text('label_json').notNull(),
    descriptionJson: text('description_json').notNull(),
    position: integer('position').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.supplierId, t.rateTypeId] }),
    foreignKey({
      columns: [t.orgId, t.supplierId],
      foreignColumns: [supplier.orgId, supplier.supplierId],
    }).onDelete('cascade'),
  ],
);

/** A rate type is sold on an accommodation. */
export const rateLink = sqliteTable(
  'rate_link',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    accommodationId: integer('accommodation_id').notNull(),
    rateTypeId: integer('rate_type_id').notNull(),
    /** The largest number of guests that has a price upstream. */
    referenceGuestsGuess: integer('reference_guests_guess'),
    /** Whether any night has a price; without one there is no reference. */
    priced: integer('priced').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.supplierId, t.accommodationId, t.rateTypeId] }),
    index('rate_link_type').on(t.orgId, t.supplierId, t.rateTypeId),
  ],
);

/** What an owner decides about a property; without a row all is as by default. */
export const supplierSetting = sqliteTable(
  'supplier_setting',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    /** Of nights that get their first rate. */
    defaultArrivalAllowed: integer('default_arrival_allowed', { mode: 'boolean' }).notNull(),
    defaultDepartureAllowed: integer('default_departure_allowed', { mode: 'boolean' }).notNull(),
    /** JSON list of the ISO weekdays whose nights are weekend nights. */
    weekendNightsJson: text('weekend_nights_json').notNull(),
    /** JSON list of the school zones that guests come from. */
    schoolZonesJson: text('school_zones_json').notNull(),
    /** Whose public holidays count. */
    holidayRegion: text('holiday_region').notNull(),
    /** VAT in hundredths of a percent; null = not known. */
    vatRateBasisPoints: integer('vat_rate_basis_points'),
    /** JSON object: commission in hundredths of a percent by origin. */
    commissionsJson: text('commissions_json').notNull(),
    /** Months after departure that contact fields of guests are kept. */
    retentionMonths: integer('retention_months').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.supplierId] }),
    foreignKey({
      columns: [t.orgId, t.supplierId],
      foreignColumns: [supplier.orgId, supplier.supplierId],
    }).onDelete('cascade'),
    oneOf('supplier_setting_region', t.holidayRegion, [
      ...['metropole', 'alsace_moselle', 'guadeloupe', 'martinique', 'guyane', 'reunion'],
      ...['mayotte', 'saint_martin', 'saint_barthelemy'],
    ]),
    check('supplier_setting_vat', sql`${t.vatRateBasisPoints} BETWEEN 0 AND 10000`),
    check('supplier_setting_retention', sql`${t.retentionMonths} BETWEEN 1 AND 120`),
  ],
);

/** What an owner decides about an accommodation beside its unit count; null = not decided. */
export const accommodationSetting = sqliteTable(
  'accommodation_setting',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    accommodationId: integer('accommodation_id').notNull(),
    /** Prices outside of floor and ceiling are refused. */
    floorCents: integer('floor_cents'),
    ceilingCents: integer('ceiling_cents'),
    /** The number of guests whose price the grid shows. */
    referenceGuests: integer('reference_guests'),
    /** What one more night sold costs, and what one more stay does. */
    variableCostCents: integer('variable_cost_cents'),
    turnoverCostCents: integer('turnover_cost_cents'),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.supplierId, t.accommodationId] }),
    foreignKey({
      columns: [t.orgId, t.supplierId],
      foreignColumns: [supplier.orgId, supplier.supplierId],
    }).onDelete('cascade'),
    check(
      'accommodation_setting_bounds',
      sql`${t.floorCents} > 0 AND ${t.ceilingCents} > 0 AND ${t.floorCents} <= ${t.ceilingCents}`,
    ),
    check('accommodation_setting_reference', sql`${t.referenceGuests} > 0`),
    check(
      'accommodation_setting_costs',
      sql`${t.variableCostCents} >= 0 AND ${t.turnoverCostCents} >= 0`,
    ),
  ],
);
