import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import {
  jsonIn,
  maybeNumberIn,
  numberIn,
  type Query,
  readTogether,
  textIn,
} from '#server/db/read.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { dateInZone, type EpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { notFound } from '#server/kernel/errors.ts';
import { DEFAULT_SETTINGS, mostBooked, type PriceBounds, type StayUnits } from './rules.ts';
import type { SettingsView } from './schema.ts';

const DAY_MS = 86_400_000;

/** The settings of a property as one text, so that a write can tell whether they are still those. */
const STATE = `SELECT json_object('name', s.name, 'timezone', s.timezone,
    'minStayReading', s.min_stay_reading,
    'minStay', s.default_min_stay, 'maxStay', s.default_max_stay,
    'arrivalAllowed', p.default_arrival_allowed, 'departureAllowed', p.default_departure_allowed,
    'weekendNights', json(p.weekend_nights_json), 'schoolZones', json(p.school_zones_json),
    'holidayRegion', p.holiday_region, 'vatRateBasisPoints', p.vat_rate_basis_points,
    'commissionBasisPoints', json(p.commissions_json), 'retentionMonths', p.retention_months,
    'accommodations', (SELECT json_group_array(json_object('id', id, 'name', name,
        'units', units_setting, 'floorCents', floor_cents, 'ceilingCents', ceiling_cents,
        'referenceGuests', reference_guests, 'variableCostCents', variable_cost_cents,
        'turnoverCostCents', turnover_cost_cents, 'unitsGuess', units_guess,
        'referenceGuestsGuess', reference_guests_guess))
      FROM (SELECT a.accommodation_id AS id, a.name, a.units_setting, a.units_guess, o.floor_cents,
          o.ceiling_cents, o.reference_guests, o.variable_cost_cents, o.turnover_cost_cents,
          (SELECT max(l.reference_guests_guess) FROM rate_link l
           WHERE l.org_id = a.org_id AND l.supplier_id = a.supplier_id
             AND l.accommodation_id = a.accommodation_id) AS reference_guests_guess
        FROM accommodation a LEFT JOIN accommodation_setting o
          ON o.org_id = a.org_id AND o.supplier_id = a.supplier_id
            AND o.accommodation_id = a.accommodation_id
        WHERE a.org_id = s.org_id AND a.supplier_id = s.supplier_id AND a.gone_at IS NULL
        ORDER BY a.position, a.accommodation_id))) AS state
  FROM supplier s LEFT JOIN supplier_setting p
    ON p.org_id = s.org_id AND p.supplier_id = s.supplier_id`;

type Stored = Omit<SettingsView, 'supplierId' | 'newNight' | 'accommodations'> & {
  readonly minStay: number;
  readonly maxStay: number;
  readonly arrivalAllowed: 0 | 1 | null;
  readonly departureAllowed: 0 | 1 | null;
  readonly accommodations: Omit<SettingsView['accommodations'][number], 'mostBooked'>[];
};

function settingsState(tenant: TenantId, supplierId: number): Query<string | null> {
  return {
    sql: `${STATE} WHERE s.org_id = ? AND s.supplier_id = ?`,
    args: [tenant, supplierId],
    read: ([row]) => (row === undefined ? null : textIn(row, 'state')),
  };
}

/** Confirmed stays by accommodation that end after a day. */
function staysAfter(
  tenant: TenantId,
  supplierId: number,
  day: EpochDay,
): Query<Map<number, StayUnits[]>> {
  return {
    sql: `SELECT s.accommodation_id,
        json_group_array(json_array(s.arrival_day, s.departure_day, s.units)) AS stays
      FROM booking_stay s JOIN booking b
        ON b.org_id = s.org_id AND b.supplier_id = s.supplier_id AND b.booking_id = s.booking_id
      WHERE s.org_id = ? AND s.supplier_id = ? AND s.departure_day > ? AND b.state = 'confirmed'
      GROUP BY s.accommodation_id`,
    args: [tenant, supplierId, day],
    read: (rows) =>
      new Map(
        rows.map((row) => [numberIn(row, 'accommodation_id'), jsonIn<StayUnits[]>(row, 'stays')]),
      ),
  };
}

/** Settings as they are shown, and as the text that a write compares. */
export interface LoadedSettings {
  readonly state: string;
  readonly view: SettingsView;
}

/**
 * The settings of a property of the tenant; `now` in epoch milliseconds.
 * @throws {DomainError} NOT_FOUND when the property is not the tenant's.
 */
export async function loadSettings(
  database: Database,
  tenant: TenantId,
  supplierId: number,
  now: number,
): Promise<LoadedSettings> {
  // No zone is more than a day behind UTC; which night is today the property's own zone tells.
  const yesterday = Math.floor(now / DAY_MS) - 1;
  const [state, stays] = await readTogether(database, [
    settingsState(tenant, supplierId),
    staysAfter(tenant, supplierId, yesterday),
  ]);
  if (state === null) throw notFound();
  return { state, view: viewOf(JSON.parse(state) as Stored, supplierId, stays, now) };
}

function viewOf(
  stored: Stored,
  supplierId: number,
  stays: ReadonlyMap<number, StayUnits[]>,
  now: number,
): SettingsView {
  const { minStay, maxStay, arrivalAllowed, departureAllowed, accommodations, ...fields } = stored;
  const today = toEpochDay(dateInZone(now, stored.timezone));
  // Every column of the owner's row is filled at once, with the defaults where nothing was decided.
  const isDecided = arrivalAllowed !== null;
  const { arrivalAllowed: arrival, departureAllowed: departure, ...others } = DEFAULT_SETTINGS;
  return {
    supplierId,
    ...fields,
    ...(!isDecided && {
      ...others,
      weekendNights: [...others.weekendNights],
      schoolZones: [...others.schoolZones],
    }),
    newNight: {
      minStay,
      maxStay,
      arrivalAllowed: isDecided ? arrivalAllowed === 1 : arrival,
      departureAllowed: isDecided ? departureAllowed === 1 : departure,
    },
    accommodations: accommodations.map((one) => ({
      ...one,
      mostBooked: mostBooked(stays.get(one.id) ?? [], today),
    })),
  };
}

/** Whether the settings are still as they were read, asked inside of the write. */
export function areStill(tenant: TenantId, supplierId: number, state: string): SQL {
  return sql`(${sql.raw(STATE)} WHERE s.org_id = ${tenant} AND s.supplier_id = ${supplierId})
    IS ${state}`;
}

/** The bounds of prices by accommodation, where an owner set any. */
export function priceBounds(tenant: TenantId, supplierId: number): Query<Map<number, PriceBounds>> {
  return {
    sql: `SELECT accommodation_id, floor_cents, ceiling_cents FROM accommodation_setting
      WHERE org_id = ? AND supplier_id = ?`,
    args: [tenant, supplierId],
    read: (rows) =>
      new Map(
        rows.map((row) => [
          numberIn(row, 'accommodation_id'),
          {
            floorCents: maybeNumberIn(row, 'floor_cents'),
            ceilingCents: maybeNumberIn(row, 'ceiling_cents'),
          },
        ]),
      ),
  };
}
