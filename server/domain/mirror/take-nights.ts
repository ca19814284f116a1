import { sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { maybeNumberIn, type Query, readTogether } from '#server/db/read.ts';
import { rateRows } from '#server/domain/rates/data.ts';
import { largestGuests, type RateNight, sameNight } from '#server/domain/rates/night.ts';
import { stockRows } from '#server/domain/stock/data.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { type Cause, type MirrorRow, rateWrites, stockWrites } from './row-writes.ts';

/** Where statements are written; rejects without writing when a statement fails. */
export type Write = (statements: readonly Statement[]) => Promise<void>;

/** How often a write is tried again when another reader of the same nights came between. */
const TRIES = 5;

const EVER = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };

/** How an upstream read of an accommodation's nights is taken into the mirror. */
export interface Taking {
  readonly database: Database;
  readonly write: Write;
  readonly row: MirrorRow;
  /** When the read began, epoch milliseconds. */
  readonly readAt: number;
  /** When we saw what it says. */
  readonly seenAt: number;
  readonly batchOf?: Cause['batchOf'];
}

/**
 * Takes an upstream stock read into the mirror, with the history of what changed. A read that began
 * before the one already mirrored is left aside, so that an older answer never wins.
 */
export function takeStock(taking: Taking, after: DayRuns<number>): Promise<void> {
  const { database, row } = taking;
  return take(taking, 'stock_read_at', async (isFirst) => {
    const [rows] = await readTogether(database, [stockRows({ ...row, ...EVER })]);
    const before = rows.get(row.accommodationId) ?? DayRuns.empty<number>();
    return stockWrites(database, row, before, after, causeOf(taking, isFirst));
  });
}

/** The same for the rates of all rate types of an accommodation. */
export function takeRates(
  taking: Taking,
  after: ReadonlyMap<number, DayRuns<RateNight>>,
): Promise<void> {
  const { database, row } = taking;
  return take(taking, 'rates_read_at', async (isFirst) => {
    const [rows] = await readTogether(database, [rateRows({ ...row, ...EVER })]);
    const before = new Map(rows.map(({ rateTypeId, nights }) => [rateTypeId, nights]));
    const none = DayRuns.empty<RateNight>(sameNight);
    const cause = causeOf(taking, isFirst);
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((rateTypeId) => [
      ...rateWrites(
        database,
        row,
        rateTypeId,
        before.get(rateTypeId) ?? none,
        after.get(rateTypeId) ?? none,
        cause,
      ),
      referenceWrite(database, row, rateTypeId, after.get(rateTypeId) ?? none),
    ]);
  });
}

function causeOf({ seenAt, batchOf }: Taking, isFirst: boolean): Cause {
  return { at: seenAt, batchOf: batchOf ?? (() => null), isFirst };
}

function referenceWrite(
  { db }: Database,
  { tenant, supplierId, accommodationId }: MirrorRow,
  rateTypeId: number,
  nights: DayRuns<RateNight>,
): Statement {
  const largest = largestGuests(nights.runs.map(({ value }) => value));
  return db.run(sql`UPDATE rate_link SET reference_guests_guess = ${largest ?? null},
      priced = ${largest === undefined ? 0 : 1}
    WHERE org_id = ${tenant} AND supplier_id = ${supplierId}
      AND accommodation_id = ${accommodationId} AND rate_type_id = ${rateTypeId}`);
}

type ReadAtColumn = 'stock_read_at' | 'rates_read_at';

function readAtOf(row: MirrorRow, column: ReadAtColumn): Query<{ at: number | null } | null> {
  return {
    sql: `SELECT ${column} AS at FROM accommodation
      WHERE org_id = ? AND supplier_id = ? AND accommodation_id = ?`,
    args: [row.tenant, row.supplierId, row.accommodationId],
    read: ([found]) => (found ? { at: maybeNumberIn(found, 'at') } : null),
  };
}

/** Optimistic: the write holds only while nobody else has taken the same nights in meanwhile. */
async function take(
  taking: Taking,
  column: ReadAtColumn,
  writesOf: (isFirst: boolean) => Promise<Statement[]>,
): Promise<void> {
  const { database, row, readAt, write } = taking;
  for (let tries = 1; ; tries++) {
    const [found] = await readTogether(database, [readAtOf(row, column)]);
    if (!found || (found.at ?? 0) > readAt) return;
    const statements = await writesOf(found.at === null);
    try {
      await write([...readAtWrites(database, row, column, found.at, readAt), ...statements]);
      return;
    } catch (error) {
      const [now] = await readTogether(database, [readAtOf(row, column)]);
      if (now?.at === found.at || tries >= TRIES) throw error;
    }
  }
}

function readAtWrites(
  { db }: Database,
  { tenant, supplierId, accommodationId }: MirrorRow,
  column: ReadAtColumn,
  expected: number | null,
  readAt: number,
): Statement[] {
  const name = sql.raw(column);
  const own = sql`org_id = ${tenant} AND supplier_id = ${supplierId}
    AND accommodation_id = ${accommodationId}`;
  return [
    db.run(sql`INSERT INTO write_guard (holds) SELECT ${name} IS ${expected} FROM accommodation
      WHERE ${own}`),
    db.run(sql`DELETE FROM write_guard`),
    db.run(sql`UPDATE accommodation SET ${name} = ${readAt} WHERE ${own}`),
  ];
}
