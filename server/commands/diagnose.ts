import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { migrationState } from '#server/db/migrate.ts';
import { readTogether } from '#server/db/read.ts';
import {
  type ChainFault,
  type ChainReport,
  verifyChains,
} from '#server/domain/audit/verify-chain.ts';
import { SECRETS_BY_KID } from '#server/domain/suppliers/rotate-secrets.ts';
import { type CommandContext, defineCommand } from './command.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Says what is right and wrong with this installation; changes nothing and calls nobody. */
export const doctorCommand = defineCommand({
  name: 'doctor',
  summary:
    'Check the environment, the database, its migrations and lock, the sealed upstream keys, the audit trail and the upstream address',
  options: {},
  anySchema: true,
  input: z.strictObject({}),
  async run(context) {
    const checks: Check[] = [
      { name: 'environment', ok: true, detail: 'complete' },
      ...(await databaseChecks(context)),
      ...(await secretChecks(context)),
      ...(await auditChecks(context)),
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

/** Which encryption keys seal what is stored; nothing to say of a database that is behind. */
async function secretChecks({ database, migrations, env }: CommandContext): Promise<Check[]> {
  if (!(await migrationState(database, migrations)).atHead) return [];
  const [found] = await readTogether(database, [SECRETS_BY_KID]);
  const [current, ...older] = env.ENCRYPTION_KEYS.map(({ kid }) => kid);
  const count = (holds: (kid: string) => boolean) =>
    found.reduce((sum, { kid, count: n }) => sum + (holds(kid) ? n : 0), 0);
  const outdated = count((kid) => older.includes(kid));
  const lost = count((kid) => kid !== current && !older.includes(kid));
  const parts = [
    `${count((kid) => kid === current)} under ${current}`,
    ...(outdated > 0 ? [`${outdated} under older keys: run secrets:rotate`] : []),
    ...(lost > 0 ? [`${lost} under keys that ENCRYPTION_KEYS lacks`] : []),
  ];
  return [{ name: 'sealed keys', ok: lost === 0, detail: parts.join(', ') }];
}

/** Whether the audit trail of every organisation is as it was written. */
async function auditChecks({ database, migrations, clock }: CommandContext): Promise<Check[]> {
  if (!(await migrationState(database, migrations)).atHead) return [];
  const reports = await verifyChains(database, clock.now());
  return reports.map((report) => ({
    name: `audit trail of ${report.organisationId}`,
    ok: report.fault === null && report.waiting === 0,
    detail: chainDetail(report),
  }));
}

/** The head is named so that it can be noted elsewhere: who owns the file could rebuild a chain. */
function chainDetail({ head, fault, waiting }: ChainReport): string {
  const end = head === null ? 'nothing chained yet' : `${head.seq} entries, head ${head.hash}`;
  const late = waiting === 0 ? [] : [`${waiting} entries wait to be chained for over five minutes`];
  return [fault === null ? end : FAULTS[fault.fault](fault), ...late].join('; ');
}

const FAULTS: Readonly<Record<ChainFault['fault'], (fault: ChainFault) => string>> = {
  changed: ({ seq }) => `entry ${seq} was changed`,
  reordered: ({ seq }) => `entry ${seq} was moved`,
  removed: ({ seq }) => `entry ${seq} was removed`,
  head_ahead: ({ seq }) => `entries up to ${seq} were cut off the end`,
  head_behind: ({ seq }) => `the head stands at ${seq} and entries come after it`,
  head_differs: ({ seq }) => `entry ${seq} is not the one that the head names`,
};
