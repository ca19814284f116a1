import { sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { DayRuns } from '#server/kernel/day-runs.ts';
import { newId } from '#server/kernel/ids.ts';
import type { DriftRow, DriftScope, StoredBasis, Watch } from './data.ts';
import { type OpenDrift, type StockBasis, sameHeld } from './rules.ts';

/**
 * Statements that let a batch hold only while nobody else has judged or accepted meanwhile, and
 * that say so to the others. `watch` = as it was read, with what it is to be now.
 */
export function watchWrites(
  { db }: Database,
  { tenant, supplierId }: DriftScope,
  before: Watch | null,
  after: Omit<Watch, 'version'>,
): Statement[] {
  const version = before?.version ?? 0;
  return [
    db.run(sql`INSERT INTO write_guard (holds) SELECT coalesce((SELECT version FROM drift_watch
      WHERE org_id = ${tenant} AND supplier_id = ${supplierId}), 0) = ${version}`),
    db.run(sql`DELETE FROM write_guard`),
    db.run(sql`INSERT INTO drift_watch (org_id, supplier_id, version, seen, recent_at, full_at)
      VALUES (${tenant}, ${supplierId}, ${version + 1}, ${after.seen}, ${after.recentAt},
        ${after.fullAt})
      ON CONFLICT DO UPDATE SET version = excluded.version, seen = excluded.seen,
        recent_at = excluded.recent_at, full_at = excluded.full_at`),
  ];
}

/** Statements that make the open drift of one row what it is now; what is alike stays as it is, past nights aside. */
export function driftWrites(
  { db }: Database,
  { tenant, supplierId }: DriftScope,
  row: Pick<DriftRow, 'accommodationId' | 'rateTypeId'>,
  stored: readonly DriftRow[],
  open: DayRuns<OpenDrift>,
  { now, today }: { now: number; today: EpochDay },
): Statement[] {
  const kept = new Set<string>();
  const added = open.runs.filter(({ from, to, value }) => {
    const same = stored.find(
      (one) =>
        Math.max(one.from, today) === from &&
        one.to === to &&
        one.foundAt === value.foundAt &&
        sameHeld(one.ours, value.ours) &&
        sameHeld(one.theirs, value.theirs),
    );
    if (same) kept.add(same.id);
    return same === undefined;
  });
  const ended = stored.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  const rows = added.map(({ from, to, value: { ours, theirs, foundAt } }) => [
    ...[newId(), from, to],
    ...[ours, theirs].map((night) => (night === null ? null : JSON.stringify(night))),
    foundAt,
  ]);
  const { accommodationId, rateTypeId } = row;
  return [
    ...(ended.length === 0
      ? []
      : [
          db.run(sql`UPDATE drift SET state = 'closed', ended_at = ${now}
            WHERE org_id = ${tenant} AND supplier_id = ${supplierId} AND state = 'open'
              AND id IN (SELECT value FROM json_each(${JSON.stringify(ended)}))`),
        ]),
    ...(rows.length === 0
      ? []
      : [
          db.run(sql`INSERT INTO drift (id, org_id, supplier_id, accommodation_id, rate_type_id,
              from_day, to_day, ours_json, theirs_json, found_at)
            SELECT value ->> 0, ${tenant}, ${supplierId}, ${accommodationId}, ${rateTypeId},
              value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
            FROM json_each(${JSON.stringify(rows)})`),
        ]),
  ];
}

/** The statement that stores on what an accommodation's stock is judged. */
export function basisWrite(
  { db }: Database,
  { tenant, supplierId }: DriftScope,
  accommodationId: number,
  basis: DayRuns<StockBasis>,
): Statement {
  return db.run(sql`INSERT INTO drift_stock (org_id, supplier_id, accommodation_id, runs_json)
    VALUES (${tenant}, ${supplierId}, ${accommodationId}, ${storedBasis(basis)})
    ON CONFLICT DO UPDATE SET runs_json = excluded.runs_json`);
}

/** A basis as it is stored. */
export function storedBasis(basis: DayRuns<StockBasis>): string {
  return JSON.stringify(
    basis.runs.map(({ from, to, value }): StoredBasis => [from, to, value.units, value.taken]),
  );
}
