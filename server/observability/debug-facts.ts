import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Database } from '#server/db/client.ts';
import { type MigrationState, migrationState } from '#server/db/migrate.ts';

export interface DebugDeps {
  readonly database: Database;
  readonly migrations: string;
}

/** What a developer may want to know of a request and of this process; names, never a value. */
export interface DebugFacts {
  readonly method: string;
  readonly path: string;
  readonly headerNames: readonly string[];
  readonly variables: readonly { readonly name: string; readonly isSet: boolean }[];
  readonly versions: { readonly app: string; readonly node: string; readonly sqlite: string };
  readonly migration: MigrationState & { readonly newest: string | null };
}

const journal = z.object({ entries: z.array(z.object({ tag: z.string() })) });

/** Gathers what `/api/debug` tells. */
export async function debugFacts(
  { database, migrations }: DebugDeps,
  request: Request,
  known: { readonly variables: DebugFacts['variables']; readonly version: string },
): Promise<DebugFacts> {
  const { rows } = await database.client.execute('SELECT sqlite_version() AS version');
  const state = await migrationState(database, migrations);
  const { entries } = journal.parse(
    JSON.parse(readFileSync(join(migrations, 'meta', '_journal.json'), 'utf8')),
  );
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    headerNames: [...request.headers.keys()].sort(),
    variables: known.variables,
    versions: {
      app: known.version,
      node: process.versions.node,
      sqlite: String(rows[0]?.version),
    },
    migration: { ...state, newest: entries[state.applied - 1]?.tag ?? null },
  };
}
