import { resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import { migrate } from 'drizzle-orm/libsql/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Database } from './client.ts';

/** Where a database stands among the migrations in a folder. */
export interface MigrationState {
  /** Migrations in the folder. */
  readonly known: number;
  /** Of those, how many the database has. */
  readonly applied: number;
  /** The database has migrations that the folder does not: it was used by a newer release. */
  readonly ahead: boolean;
  readonly atHead: boolean;
}

/** The folder of the shipped migrations, from the root of the app. */
export function migrationsFolder(root: string = process.cwd()): string {
  return resolve(root, 'drizzle');
}

/** Compares a database with the migrations in a folder; writes nothing. */
export async function migrationState(database: Database, folder: string): Promise<MigrationState> {
  const known = readMigrationFiles({ migrationsFolder: folder });
  const tables = await database.db.all(
    sql`SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'`,
  );
  const rows =
    tables.length === 0
      ? []
      : await database.db.all<{ hash: string }>(sql`SELECT hash FROM __drizzle_migrations`);
  const found = new Set(rows.map((row) => row.hash));
  const applied = known.filter((migration) => found.has(migration.hash)).length;
  const ahead = found.size > applied;
  return { known: known.length, applied, ahead, atHead: applied === known.length && !ahead };
}

/**
 * Applies the pending migrations in one transaction: killed at any point, the database has all of
 * them or none. Of two processes that migrate the same server at once, the one that comes second
 * finds the work done.
 */
export async function migrateDatabase(database: Database, folder: string): Promise<MigrationState> {
  const before = await migrationState(database, folder);
  if (before.atHead) return before;
  if (before.ahead) {
    throw new Error('The database was migrated by a newer release; start that release instead');
  }
  try {
    await migrate(database.db, { migrationsFolder: folder });
  } catch (error) {
    const after = await migrationState(database, folder);
    if (!after.atHead) throw error;
  }
  const after = await migrationState(database, folder);
  if (!after.atHead) throw new Error('The database did not reach the newest migration');
  return after;
}
