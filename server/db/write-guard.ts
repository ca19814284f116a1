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
  try {
    await database.batch([...onlyIf(database, condition), ...statements]);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** Statements for the beginning of a batch that is rolled back whole unless a condition holds. */
export function onlyIf({ db }: Database, condition: SQL): Statement[] {
  return [
    db.run(sql`INSERT INTO write_guard (holds) SELECT (${condition}) IS TRUE`),
    db.delete(writeGuard),
  ];
}

/** Whether a batch was rolled back because its condition did not hold. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message.includes('write_guard_holds') || isRefusal(error.cause);
}
