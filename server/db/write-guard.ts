import { type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from './client.ts';
import { writeGuard } from './schema/work.ts';

/**
 * Runs statements as one transaction if a condition holds inside of it, so that nothing can come
 * between the look and the write. False when it does not hold: nothing was written then.
 */
export async function batchIf(
  database: Database,
  condition: SQL,
  statements: readonly Statement[],
): Promise<boolean> {
  const { db } = database;
  try {
    await database.batch([
      db.run(sql`INSERT INTO write_guard (holds) SELECT (${condition}) IS TRUE`),
      db.delete(writeGuard),
      ...statements,
    ]);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message.includes('write_guard_holds') || isRefusal(error.cause);
}
