import { gt, lte, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { rateLimit } from './schema/auth.ts';

/** Points spent under a rate limit, in a window that ends at `expiresAt`, epoch milliseconds. */
export interface SpentRow {
  readonly key: string;
  readonly points: number;
  readonly expiresAt: number;
}

/** What was spent in windows that are still open. */
export async function readSpentPoints({ db }: Database, now: number): Promise<SpentRow[]> {
  const rows = await db
    .select()
    .from(rateLimit)
    .where(gt(rateLimit.expire, new Date(now)));
  return rows.flatMap(({ key, points, expire }) =>
    expire === null ? [] : [{ key, points, expiresAt: expire.getTime() }],
  );
}

/** Stores what was spent, and drops the windows that are over. */
export async function writeSpentPoints(
  { db, batch }: Database,
  rows: readonly SpentRow[],
  now: number,
): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map(({ key, points, expiresAt }) => ({
    key,
    points,
    expire: new Date(expiresAt),
  }));
  await batch([
    db.delete(rateLimit).where(lte(rateLimit.expire, new Date(now))),
    db
      .insert(rateLimit)
      .values(values)
      .onConflictDoUpdate({
        target: rateLimit.key,
        set: { points: sql`excluded.points`, expire: sql`excluded.expire` },
      }),
  ]);
}
