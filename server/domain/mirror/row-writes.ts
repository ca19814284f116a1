import { sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { storedPrices } from '#server/domain/rates/data.ts';
import { type RateNight, sameNight } from '#server/domain/rates/night.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { DayRuns } from '#server/kernel/day-runs.ts';
import { newId } from '#server/kernel/ids.ts';
import { STOCK_ROW } from './history.ts';

/** By whose hand a mirrored row changed. */
export interface Cause {
  /** Epoch milliseconds at which we saw it. */
  readonly at: number;
  /** The batch that pushed these nights, by row and night; other changes are upstream's own. */
  readonly batchOf: (rateTypeId: number, day: EpochDay) => string | null;
  /** The first import is no change. */
  readonly isFirst: boolean;
}

export interface MirrorRow {
  readonly tenant: TenantId;
  readonly supplierId: number;
  readonly accommodationId: number;
}

/** The statements that make the mirror hold `after`, and record what changed; none when equal. */
export function stockWrites(
  { db }: Database,
  row: MirrorRow,
  before: DayRuns<number>,
  after: DayRuns<number>,
  cause: Cause,
): Statement[] {
  const changes = before.diff(after);
  if (changes.length === 0) return [];
  const { tenant, supplierId, accommodationId } = row;
  const runs = after.runs.map(({ from, to, value }) => [from, to, value]);
  return [
    db.run(sql`DELETE FROM stock_run WHERE org_id = ${tenant} AND supplier_id = ${supplierId}
      AND accommodation_id = ${accommodationId}`),
    db.run(sql`INSERT INTO stock_run (org_id, supplier_id, accommodation_id, from_day, to_day, units)
      SELECT ${tenant}, ${supplierId}, ${accommodationId}, value ->> 0, value ->> 1, value ->> 2
      FROM json_each(${JSON.stringify(runs)})`),
    ...changeWrites(db, row, STOCK_ROW, changes, cause, String),
  ];
}

/** The same for one rate type of an accommodation. */
export function rateWrites(
  { db }: Database,
  row: MirrorRow,
  rateTypeId: number,
  before: DayRuns<RateNight>,
  after: DayRuns<RateNight>,
  cause: Cause,
): Statement[] {
  const known = after.map(withoutExtra, sameNight);
  const changes = before.diff(known);
  if (changes.length === 0) return [];
  const { tenant, supplierId, accommodationId } = row;
  const runs = known.runs.map(({ from, to, value }) => [
    from,
    to,
    Number(value.open),
    value.minStay,
    value.maxStay,
    Number(value.arrivalAllowed),
    Number(value.departureAllowed),
    storedPrices(value),
  ]);
  return [
    db.run(sql`DELETE FROM rate_run WHERE org_id = ${tenant} AND supplier_id = ${supplierId}
      AND accommodation_id = ${accommodationId} AND rate_type_id = ${rateTypeId}`),
    db.run(sql`INSERT INTO rate_run (org_id, supplier_id, accommodation_id, rate_type_id, from_day,
        to_day, open, min_stay, max_stay, arrival_allowed, departure_allowed, prices_json)
      SELECT ${tenant}, ${supplierId}, ${accommodationId}, ${rateTypeId}, value ->> 0, value ->> 1,
        value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
      FROM json_each(${JSON.stringify(runs)})`),
    ...changeWrites(db, row, rateTypeId, changes, cause, JSON.stringify),
  ];
}

/** The mirror shows what we know; unknown fields are read again before every write. */
function withoutExtra({ extra: _, prices, ...night }: RateNight): RateNight {
  return { ...night, prices: prices.map(({ guests, priceCents }) => ({ guests, priceCents })) };
}

interface Difference<T> {
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

function changeWrites<T>(
  db: Database['db'],
  { tenant, supplierId, accommodationId }: MirrorRow,
  rateTypeId: number,
  changes: readonly Difference<T>[],
  cause: Cause,
  json: (value: T) => string,
): Statement[] {
  if (cause.isFirst) return [];
  const rows = changes
    .flatMap((change) => splitByBatch(change, rateTypeId, cause))
    .map(({ from, to, before, after, batchId }) => [
      newId(),
      from,
      to,
      before === undefined ? null : json(before),
      after === undefined ? null : json(after),
      batchId === null ? 'upstream' : 'push',
      batchId,
    ]);
  return [
    db.run(sql`INSERT INTO mirror_change (id, org_id, supplier_id, accommodation_id, rate_type_id,
        from_day, to_day, before_json, after_json, seen_at, cause, batch_id)
      SELECT value ->> 0, ${tenant}, ${supplierId}, ${accommodationId}, ${rateTypeId}, value ->> 1,
        value ->> 2, value ->> 3, value ->> 4, ${cause.at}, value ->> 5, value ->> 6
      FROM json_each(${JSON.stringify(rows)})`),
  ];
}

/** A difference cut where another batch, or none, stands behind it. */
function splitByBatch<T>(change: Difference<T>, rateTypeId: number, { batchOf }: Cause) {
  const parts: (Difference<T> & { batchId: string | null })[] = [];
  for (let day = change.from; day <= change.to; day++) {
    const batchId = batchOf(rateTypeId, day);
    const last = parts[parts.length - 1];
    if (last && last.batchId === batchId) parts[parts.length - 1] = { ...last, to: day };
    else parts.push({ ...change, from: day, to: day, batchId });
  }
  return parts;
}
