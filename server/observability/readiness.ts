import { sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { type MigrationState, migrationState } from '#server/db/migrate.ts';

export interface ReadinessDeps {
  readonly database: Database;
  readonly migrations: string;
  /** Milliseconds since the job runner last looked for work; null before the first time. */
  readonly runnerAge: () => number | null;
}

/** Whether the app can serve, and why not. */
export interface Readiness {
  readonly status: 'ready' | 'unavailable';
  readonly database: 'ok' | 'failed' | 'slow';
  readonly migrations: MigrationState | null;
  readonly runnerAgeMs: number | null;
}

const SLOW_MS = 500;

/**
 * Asks the database once, within half a second, and compares its migrations with ours. The booking
 * API is not asked: its outage is no reason to stop this app.
 */
export async function checkReadiness(deps: ReadinessDeps): Promise<Readiness> {
  const { database, migrations, runnerAge } = deps;
  const runnerAgeMs = runnerAge();
  try {
    const state = await within(SLOW_MS, stateOf(database, migrations));
    if (state === null) {
      return { status: 'unavailable', database: 'slow', migrations: null, runnerAgeMs };
    }
    const status = state.atHead ? 'ready' : 'unavailable';
    return { status, database: 'ok', migrations: state, runnerAgeMs };
  } catch {
    return { status: 'unavailable', database: 'failed', migrations: null, runnerAgeMs };
  }
}

async function stateOf(database: Database, migrations: string): Promise<MigrationState> {
  await database.db.run(sql`SELECT 1`);
  return migrationState(database, migrations);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
