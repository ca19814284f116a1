import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { epochDay, instant, oneOf, orgId, supplierId } from '../columns.ts';

/** Units left to sell, as upstream last said: runs of equal nights. */
export const stockRun = sqliteTable(
  'stock_run',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    accommodationId: integer('accommodation_id').notNull(),
    fromDay: epochDay('from_day').notNull(),
    toDay: epochDay('to_day').notNull(),
    units: integer('units').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.supplierId, t.accommodationId, t.fromDay] }),
    check('stock_run_range', sql`${t.fromDay} <= ${t.toDay}`),
  ],
);

/** Rates, as upstream last said: runs of equal nights. */
export const rateRun = sqliteTable(
  'rate_run',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    accommodationId: integer('accommodation_id').notNull(),
    rateTypeId: integer('rate_type_id').notNull(),
    fromDay: epochDay('from_day').notNull(),
    toDay: epochDay('to_day').notNull(),
    open: integer('open').notNull(),
    minStay: integer('min_stay'),
    maxStay: integer('max_stay'),
    arrivalAllowed: integer('arrival_allowed').notNull(),
    departureAllowed: integer('departure_allowed').notNull(),
    /** `[[guests or null, cents], ...]` by number of guests. */
    pricesJson: text('prices_json').notNull(),
  },
  (t) => [
    primaryKey({
      columns: [t.orgId, t.supplierId, t.accommodationId, t.rateTypeId, t.fromDay],
    }),
    check('rate_run_range', sql`${t.fromDay} <= ${t.toDay}`),
    check(
      'rate_run_flags',
      sql`${t.open} IN (0, 1) AND ${t.arrivalAllowed} IN (0, 1) AND ${t.departureAllowed} IN (0, 1)`,
    ),
  ],
);

/**
 * Every change of the mirror after the first import: what the nights held before and after, when we
 * saw it and by whose hand. Undoing the rows newer than an instant gives the mirror as of then.
 */
export const mirrorChange = sqliteTable(
  'mirror_change',
  {
    id: text('id').primaryKey(),
    orgId: orgId(),
    supplierId: supplierId(),
    accommodationId: integer('accommodation_id').notNull(),
    /** 0 = stock. */
    rateTypeId: integer('rate_type_id').notNull(),
    fromDay: epochDay('from_day').notNull(),
    toDay: epochDay('to_day').notNull(),
    /** Night values, or null for no value. */
    beforeJson: text('before_json'),
    afterJson: text('after_json'),
    seenAt: instant('seen_at').notNull(),
    cause: text('cause').notNull(),
    batchId: text('batch_id'),
  },
  (t) => [
    index('mirror_change_row').on(t.orgId, t.supplierId, t.accommodationId, t.rateTypeId, t.seenAt),
    index('mirror_change_latest').on(t.orgId, t.supplierId, t.seenAt),
    oneOf('mirror_change_cause', t.cause, ['upstream', 'push']),
    check('mirror_change_range', sql`${t.fromDay} <= ${t.toDay}`),
  ],
);

/** A booking as upstream last told it. */
export const booking = sqliteTable(
  'booking',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    bookingId: integer('booking_id').notNull(),
    origin: text('origin').notNull(),
    reference: text('reference'),
    state: text('state').notNull(),
    statusText: text('status_text'),
    guestName: text('guest_name'),
    totalCents: integer('total_cents'),
    commissionCents: integer('commission_cents'),
    currency: text('currency').notNull(),
    createdAt: instant('created_at'),
    modifiedAt: instant('modified_at'),
    /** First arrival and last departure of its stays, for range reads. */
    firstArrivalDay: epochDay('first_arrival_day').notNull(),
    lastDepartureDay: epochDay('last_departure_day').notNull(),
    /** Contact, supplements, payments and remarks as read. */
    detailJson: text('detail_json').notNull(),
    readAt: instant('read_at').notNull(),
    /** When it was first read with this modification; null = before this was kept. */
    modificationSeenAt: instant('modification_seen_at'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.supplierId, t.bookingId] }),
    index('booking_range').on(t.orgId, t.supplierId, t.lastDepartureDay, t.firstArrivalDay),
    oneOf('booking_origin', t.origin, [
      'OpenSystem',
      'ResaLocale',
      'Xotelia',
      'Booking',
      'unknown',
    ]),
    oneOf('booking_state', t.state, ['confirmed', 'cancelled']),
  ],
);

/** One line of a booking: units of one accommodation from arrival to departure. */
export const bookingStay = sqliteTable(
  'booking_stay',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    bookingId: integer('booking_id').notNull(),
    line: integer('line').notNull(),
    accommodationId: integer('accommodation_id').notNull(),
    arrivalDay: epochDay('arrival_day').notNull(),
    departureDay: epochDay('departure_day').notNull(),
    units: integer('units').notNull(),
    guests: integer('guests'),
    amountCents: integer('amount_cents'),
    rateTypeId: integer('rate_type_id'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.supplierId, t.bookingId, t.line] }),
    index('booking_stay_nights').on(
      t.orgId,
      t.supplierId,
      t.accommodationId,
      t.departureDay,
      t.arrivalDay,
    ),
    check('booking_stay_order', sql`${t.arrivalDay} < ${t.departureDay}`),
    check('booking_stay_units', sql`${t.units} >= 1`),
  ],
);

/** A booking that upstream lists but whose details could not be read; tried again every refresh. */
export const unreadBooking = sqliteTable(
  'unread_booking',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    bookingId: integer('booking_id').notNull(),
    reason: text('reason').notNull(),
    since: instant('since').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.supplierId, t.bookingId] })],
);
