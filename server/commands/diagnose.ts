import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { migrationState } from '#server/db/migrate.ts';
import { type CommandContext, defineCommand } from './command.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Says what is right and wrong with this installation; changes nothing and calls nobody. */
export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'Check the environment, the database, its migrations, its lock and the upstream address',
  options: {},
  anySchema: true,
  input: z.strictObject({}),
  async run(context) {
    const checks: Check[] = [
      { name: 'environment', ok: true, detail: 'complete' },
      ...(await databaseChecks(context)),
      { name: 'upstream', ok: true, detail: context.env.OPENPRO_BASE_URL },
    ];
    const ok = checks.every((check) => check.ok);
    const lines = checks.map(
      (check) => `${check.ok ? 'ok    ' : 'FAILED'} ${check.name}: ${check.detail}`,
    );
    return { ok, data: { ok, checks }, lines };
  },
});

async function databaseChecks({ database, migrations }: CommandContext): Promise<Check[]> {
  const [version] = await database.db.all<{ v: string }>(sql`SELECT sqlite_version() AS v`);
  const where = database.file ?? 'a libSQL server';
  const state = await migrationState(database, migrations);
  const count = `${state.applied} of ${state.known} applied`;
  const broken = await database.db.all(sql`PRAGMA foreign_key_check`);
  const lock = database.file === null ? 'not needed' : `held by process ${process.pid}`;
  return [
    { name: 'database', ok: true, detail: `${where}, SQLite ${version?.v}` },
    {
      name: 'references',
      ok: broken.length === 0,
      detail: broken.length === 0 ? 'sound' : `${broken.length} rows refer to nothing`,
    },
    {
      name: 'migrations',
      ok: state.atHead,
      detail: state.ahead ? `${count}, and some of a newer release` : count,
    },
    { name: 'lock', ok: true, detail: lock },
  ];
}
