import {
  jsonIn,
  maybeNumberIn,
  maybeTextIn,
  numberIn,
  type Query,
  textIn,
} from '#server/db/read.ts';
import type { Cell } from '#server/domain/pushes/cells.ts';
import { unpackCells } from '#server/domain/pushes/packed-cells.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { type Night, type OpenDrift, type Part, type StockBasis, sameBasis } from './rules.ts';

/** Whose drift. */
export interface DriftScope {
  readonly tenant: TenantId;
  readonly supplierId: number;
}

/** How far a supplier's history was looked through. Instants are epoch milliseconds. */
export interface Watch {
  readonly version: number;
  readonly seen: number;
  readonly recentAt: number | null;
  readonly fullAt: number | null;
}

/** A stored drift. */
export interface DriftRow extends OpenDrift {
  readonly id: string;
  readonly accommodationId: number;
  /** 0 = the stock. */
  readonly rateTypeId: number;
  readonly from: EpochDay;
  readonly to: EpochDay;
}

/** A change of the mirror, in its place. */
export interface PlacedChange {
  readonly place: number;
  readonly accommodationId: number;
  readonly rateTypeId: number;
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly before: Night;
  readonly after: Night;
  readonly seenAt: number;
  readonly isPush: boolean;
}

type AnyRow = Parameters<Query<unknown>['read']>[0][number];

function nightIn<N extends Part>(row: AnyRow, column: string): N | null {
  const json = maybeTextIn(row, column);
  return json === null ? null : (JSON.parse(json) as N);
}

/** Null = nobody has looked yet. */
export function watchRow({ tenant, supplierId }: DriftScope): Query<Watch | null> {
  return {
    sql: `SELECT version, seen, recent_at, full_at FROM drift_watch
      WHERE org_id = ? AND supplier_id = ?`,
    args: [tenant, supplierId],
    read: ([row]) =>
      row
        ? {
            version: numberIn(row, 'version'),
            seen: numberIn(row, 'seen'),
            recentAt: maybeNumberIn(row, 'recent_at'),
            fullAt: maybeNumberIn(row, 'full_at'),
          }
        : null,
  };
}

/** The place of the newest change of any mirror. */
export function newestPlace(): Query<number> {
  return {
    sql: 'SELECT coalesce(max(rowid), 0) AS place FROM mirror_change',
    args: [],
    read: ([row]) => (row ? numberIn(row, 'place') : 0),
  };
}

/**
 * The changes of a supplier's mirror that nobody has looked at yet, in the order in which they were
 * seen; none when nobody has ever looked.
 */
export function changesToSee({ tenant, supplierId }: DriftScope): Query<PlacedChange[]> {
  return {
    // The plus keeps an index of the supplier's whole history out of it: what is new is little.
    sql: `SELECT c.rowid AS place, accommodation_id, rate_type_id, from_day, to_day, before_json,
        after_json, seen_at, cause
      FROM mirror_change c WHERE +c.org_id = ? AND +c.supplier_id = ? AND c.rowid >
        (SELECT seen FROM drift_watch WHERE org_id = ? AND supplier_id = ?)
      ORDER BY c.rowid`,
    args: [tenant, supplierId, tenant, supplierId],
    read: (rows) =>
      rows.map((row) => ({
        place: numberIn(row, 'place'),
        accommodationId: numberIn(row, 'accommodation_id'),
        rateTypeId: numberIn(row, 'rate_type_id'),
        from: numberIn(row, 'from_day'),
        to: numberIn(row, 'to_day'),
        before: nightIn<NonNullable<Night>>(row, 'before_json'),
        after: nightIn<NonNullable<Night>>(row, 'after_json'),
        seenAt: numberIn(row, 'seen_at'),
        isPush: textIn(row, 'cause') === 'push',
      })),
  };
}

const DRIFT =
  'id, accommodation_id, rate_type_id, from_day, to_day, ours_json, theirs_json, found_at';

/** Open drift, newest first. */
export function openDrift({ tenant, supplierId }: DriftScope): Query<DriftRow[]> {
  return {
    sql: `SELECT ${DRIFT} FROM drift WHERE org_id = ? AND supplier_id = ? AND state = 'open'
      ORDER BY id DESC`,
    args: [tenant, supplierId],
    read: (rows) => rows.map(driftRowOf),
  };
}

function driftRowOf(row: AnyRow): DriftRow {
  return {
    id: textIn(row, 'id'),
    accommodationId: numberIn(row, 'accommodation_id'),
    rateTypeId: numberIn(row, 'rate_type_id'),
    from: numberIn(row, 'from_day'),
    to: numberIn(row, 'to_day'),
    ours: nightIn<NonNullable<Part>>(row, 'ours_json'),
    theirs: nightIn<NonNullable<Part>>(row, 'theirs_json'),
    foundAt: numberIn(row, 'found_at'),
  };
}

/** A page of open drift with a night from a day on, and the sending behind what we knew. */
export function driftPage(
  { tenant, supplierId }: DriftScope,
  page: { today: EpochDay; before: string | null; limit: number },
): Query<(DriftRow & { batchId: string | null })[]> {
  return {
    sql: `SELECT ${DRIFT}, (SELECT c.batch_id FROM mirror_change c
          WHERE c.org_id = d.org_id AND c.supplier_id = d.supplier_id
            AND c.accommodation_id = d.accommodation_id AND c.rate_type_id = d.rate_type_id
            AND c.seen_at <= d.found_at AND c.from_day <= d.from_day AND c.to_day >= d.from_day
            AND c.batch_id IS NOT NULL
          ORDER BY c.seen_at DESC, c.id DESC LIMIT 1) AS batch_id
      FROM drift d WHERE org_id = ? AND supplier_id = ? AND state = 'open' AND to_day >= ?
        AND (? IS NULL OR id < ?) ORDER BY id DESC LIMIT ?`,
    args: [tenant, supplierId, page.today, page.before, page.before, page.limit],
    read: (rows) =>
      rows.map((row) => ({ ...driftRowOf(row), batchId: maybeTextIn(row, 'batch_id') })),
  };
}

/** How much drift is open with a night from a day on. */
export function openCount({ tenant, supplierId }: DriftScope, today: EpochDay): Query<number> {
  return {
    sql: `SELECT count(*) AS n FROM drift
      WHERE org_id = ? AND supplier_id = ? AND state = 'open' AND to_day >= ?`,
    args: [tenant, supplierId, today],
    read: ([row]) => (row ? numberIn(row, 'n') : 0),
  };
}

/** Which of some drifts are the supplier's, and which of these are open. */
export function driftsById(
  { tenant, supplierId }: DriftScope,
  ids: readonly string[],
): Query<(DriftRow & { isOpen: boolean })[]> {
  return {
    sql: `SELECT ${DRIFT}, state FROM drift WHERE org_id = ? AND supplier_id = ?
        AND id IN (SELECT value FROM json_each(?))`,
    args: [tenant, supplierId, JSON.stringify(ids)],
    read: (rows) =>
      rows.map((row) => ({ ...driftRowOf(row), isOpen: textIn(row, 'state') === 'open' })),
  };
}

/** Consecutive nights of a basis as they are stored. */
export type StoredBasis = [from: EpochDay, to: EpochDay, units: number | null, taken: number];

/** On what the stock of each accommodation is judged. */
export function stockBases({
  tenant,
  supplierId,
}: DriftScope): Query<Map<number, DayRuns<StockBasis>>> {
  return {
    sql: 'SELECT accommodation_id, runs_json FROM drift_stock WHERE org_id = ? AND supplier_id = ?',
    args: [tenant, supplierId],
    read: (rows) =>
      new Map(
        rows.map((row) => [
          numberIn(row, 'accommodation_id'),
          DayRuns.from(
            jsonIn<StoredBasis[]>(row, 'runs_json').map(([from, to, units, taken]) => ({
              ...{ from, to, value: { units, taken } },
            })),
            sameBasis,
          ),
        ]),
      ),
  };
}

type StoredStay = [arrival: EpochDay, departure: EpochDay, units: number];

/** Units taken by confirmed stays, by accommodation and night from a day on. */
export function unitsTaken(
  { tenant, supplierId }: DriftScope,
  today: EpochDay,
): Query<Map<number, DayRuns<number>>> {
  return {
    sql: `SELECT s.accommodation_id,
        json_group_array(json_array(s.arrival_day, s.departure_day, s.units)) AS stays
      FROM booking_stay s JOIN booking b
        ON b.org_id = s.org_id AND b.supplier_id = s.supplier_id AND b.booking_id = s.booking_id
      WHERE s.org_id = ? AND s.supplier_id = ? AND b.state = 'confirmed' AND s.departure_day > ?
      GROUP BY s.accommodation_id`,
    args: [tenant, supplierId, today],
    read: (rows) =>
      new Map(
        rows.map((row) => [
          numberIn(row, 'accommodation_id'),
          jsonIn<StoredStay[]>(row, 'stays').reduce(
            (runs, [arrival, departure, units]) =>
              runs.update(arrival, departure - 1, (taken) => (taken ?? 0) + units),
            DayRuns.empty<number>(),
          ),
        ]),
      ),
  };
}

/** A cell that was sent, and while it was on its way; epoch milliseconds. */
export interface SentCell extends Cell {
  readonly accommodationId: number;
  readonly from: number;
  /** Null = it still is. */
  readonly until: number | null;
}

/** What was sent to some accommodations by items that were on their way after an instant. */
export function cellsSent(
  { tenant, supplierId }: DriftScope,
  accommodationIds: readonly number[],
  since: number,
): Query<SentCell[]> {
  return {
    sql: `SELECT i.accommodation_id, i.cells_json, b.created_at, iif(i.state IN
        ('queued', 'sending', 'verifying'), NULL, i.updated_at) AS until
      FROM push_item i JOIN push_batch b ON b.id = i.batch_id AND b.org_id = i.org_id
      WHERE i.org_id = ? AND i.supplier_id = ? AND i.attempts > 0
        AND i.accommodation_id IN (SELECT value FROM json_each(?))
        AND (i.updated_at >= ? OR i.state IN ('queued', 'sending', 'verifying'))`,
    args: [tenant, supplierId, JSON.stringify(accommodationIds), since],
    read: (rows) =>
      rows.flatMap((row) =>
        unpackCells(textIn(row, 'cells_json'))
          .filter(({ sent }) => sent !== null)
          .map((cell) => ({
            ...cell,
            accommodationId: numberIn(row, 'accommodation_id'),
            from: numberIn(row, 'created_at'),
            until: maybeNumberIn(row, 'until'),
          })),
      ),
  };
}

/**
 * Nights of the stock that were seen to change since the last good read of the bookings began, by
 * accommodation: stays that explain it may not be known yet.
 */
export function movedSinceBookings({
  tenant,
  supplierId,
}: DriftScope): Query<Map<number, { from: EpochDay; to: EpochDay }[]>> {
  return {
    sql: `SELECT accommodation_id, from_day, to_day FROM mirror_change
      WHERE org_id = ? AND supplier_id = ? AND rate_type_id = 0 AND seen_at > coalesce((
        SELECT as_of FROM mirror_part WHERE org_id = ? AND supplier_id = ? AND part = 'bookings'), 0)`,
    args: [tenant, supplierId, tenant, supplierId],
    read: (rows) =>
      Map.groupBy(
        rows.map((row) => ({
          accommodationId: numberIn(row, 'accommodation_id'),
          from: numberIn(row, 'from_day'),
          to: numberIn(row, 'to_day'),
        })),
        ({ accommodationId }) => accommodationId,
      ),
  };
}
