import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '@libsql/client';
import { type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { maybeTextIn, numberIn, textIn } from '#server/db/read.ts';
import { job, writeGuard } from '#server/db/schema/index.ts';
import { batchIf } from '#server/db/write-guard.ts';
import type { JobEnd, JobQueue, NewJob } from '#server/domain/suppliers/jobs.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { mintTenant } from '#server/domain/tenancy/mint-tenant.ts';
import { newId } from '#server/kernel/ids.ts';

/** The database's own clock in epoch milliseconds: leases are judged by one clock only. */
const NOW = sql.raw(`CAST(unixepoch('subsec') * 1000 AS INTEGER)`);

/** How often a waiting caller looks whether its job has ended. */
const ENDED_POLL_MS = 50;

/** A claimed job; `token` proves the claim at every write. */
export interface ClaimedJob {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly tenant: TenantId;
  readonly supplierId: number;
  readonly refId: string;
  readonly requestId: string;
  readonly token: string;
  /** Which try this is, from 1. */
  readonly attempts: number;
}

/** What becomes of a claimed job. */
export type Settlement =
  | { readonly as: 'done'; readonly result?: unknown; readonly effects: readonly Statement[] }
  | {
      readonly as: 'again';
      readonly delayMs: number;
      /** Whether this try counts; waiting as planned does not. */
      readonly counts: boolean;
      readonly errorCode?: string;
      readonly effects: readonly Statement[];
    };

/** The lease went to somebody else while the job was at work. */
export class LostLeaseError extends Error {
  constructor() {
    super('The lease of this job was lost');
  }
}

/** Whether a settlement was written, or the lease had been lost and nothing was. */
export type Settled = 'written' | 'lost_lease';

function insertJob({ db }: Database, newJob: NewJob): Statement {
  return db.run(sql`INSERT INTO job (id, kind, version, org_id, supplier_id, lane, dedupe_key, ref_id,
      request_id, state, run_at, created_at)
    SELECT ${newId()}, ${newJob.kind}, 1, ${newJob.tenant}, ${newJob.supplierId}, ${newJob.lane},
      ${newJob.dedupeKey}, ${newJob.refId}, ${newJob.requestId}, 'ready',
      ${NOW} + ${newJob.delayMs ?? 0}, ${NOW}
    WHERE NOT EXISTS (SELECT 1 FROM job WHERE ${newJob.joinsRunning ? 1 : 0}
      AND dedupe_key = ${newJob.dedupeKey} AND state = 'running')
    ON CONFLICT (dedupe_key) WHERE state = 'ready' DO NOTHING`);
}

/** The queue as the verbs see it; `onWake` starts the runner. */
export function createJobQueue(database: Database, onWake: () => void): JobQueue {
  return {
    enqueue: (newJob) => insertJob(database, newJob),
    wake: onWake,
    ended: (dedupeKey, patienceMs) => waitForEnd(database, dedupeKey, patienceMs),
  };
}

async function waitForEnd(
  { client }: Database,
  dedupeKey: string,
  patienceMs: number,
): Promise<JobEnd | null> {
  const until = performance.now() + patienceMs;
  const newest = await client.execute({
    sql: 'SELECT id FROM job WHERE dedupe_key = ? ORDER BY id DESC LIMIT 1',
    args: [dedupeKey],
  });
  const id = newest.rows[0]?.id;
  if (typeof id !== 'string') return null;
  while (performance.now() < until) {
    const { rows } = await client.execute({
      sql: 'SELECT state, result_json FROM job WHERE id = ?',
      args: [id],
    });
    const [row] = rows;
    if (!row) return null;
    const state = textIn(row, 'state');
    if (state === 'done' || state === 'dead' || state === 'cancelled')
      return { state, resultJson: maybeTextIn(row, 'result_json') };
    await pause(ENDED_POLL_MS);
  }
  return null;
}

/**
 * Claims the next job that may run, in one atomic statement: due, its lane free, of a known kind.
 * A running job whose lease ran out comes first, since it blocks its lane.
 */
export async function claimJob(
  { db }: Database,
  kinds: readonly string[],
  leaseMs: number,
): Promise<ClaimedJob | null> {
  const rows = await all(
    db,
    sql`UPDATE job SET state = 'running', token = ${newId()}, attempts = attempts + 1,
        lease_until = ${NOW} + ${leaseMs}
      WHERE id = (SELECT j.id FROM job j
        WHERE ((j.state = 'ready' AND j.run_at <= ${NOW})
            OR (j.state = 'running' AND j.lease_until <= ${NOW}))
          AND j.kind IN (SELECT value FROM json_each(${JSON.stringify(kinds)}))
          AND j.attempts < j.max_attempts
          AND (j.lane IS NULL OR NOT EXISTS (SELECT 1 FROM job r
            WHERE r.lane = j.lane AND r.state = 'running' AND r.id <> j.id))
        ORDER BY (j.state = 'running') DESC, j.run_at, j.id LIMIT 1)
      RETURNING id, kind, version, org_id, supplier_id, ref_id, request_id, token, attempts`,
  );
  const [row] = rows;
  return row ? claimedOf(row) : null;
}

function all(db: Database['db'], query: SQL): Promise<Row[]> {
  return db.all<Row>(query);
}

function claimedOf(row: Row): ClaimedJob {
  return {
    id: textIn(row, 'id'),
    kind: textIn(row, 'kind'),
    version: numberIn(row, 'version'),
    tenant: mintTenant(textIn(row, 'org_id')),
    supplierId: numberIn(row, 'supplier_id'),
    refId: textIn(row, 'ref_id'),
    requestId: textIn(row, 'request_id'),
    token: textIn(row, 'token'),
    attempts: numberIn(row, 'attempts'),
  };
}

/** Extends the lease; false when the job is no longer ours. */
export async function heartbeat(
  { client }: Database,
  { id, token }: ClaimedJob,
  leaseMs: number,
): Promise<boolean> {
  const { rowsAffected } = await client.execute({
    sql: `UPDATE job SET lease_until = CAST(unixepoch('subsec') * 1000 AS INTEGER) + ?
      WHERE id = ? AND token = ? AND state = 'running'`,
    args: [leaseMs, id, token],
  });
  return rowsAffected === 1;
}

/**
 * Writes a job's effects and its acknowledgement in one batch that is rolled back whole when the
 * lease was lost, so that no effect is ever written twice.
 */
export async function settleJob(
  database: Database,
  claimed: ClaimedJob,
  settlement: Settlement,
): Promise<Settled> {
  try {
    await database.batch([
      ...guarded(database, claimed),
      ...settlement.effects,
      acknowledge(database, claimed, settlement),
    ]);
    return 'written';
  } catch (error) {
    if (!(await isOurs(database, claimed))) return 'lost_lease';
    throw error;
  }
}

/** Statements that are written at once, while the job goes on; they too need the lease. */
export async function writeUnderLease(
  database: Database,
  claimed: ClaimedJob,
  effects: readonly Statement[],
): Promise<Settled> {
  try {
    await database.batch([...guarded(database, claimed), ...effects]);
    return 'written';
  } catch (error) {
    if (!(await isOurs(database, claimed))) return 'lost_lease';
    throw error;
  }
}

function guarded({ db }: Database, { id, token }: ClaimedJob): Statement[] {
  return [
    db.run(sql`INSERT INTO write_guard (holds) SELECT EXISTS (SELECT 1 FROM job
      WHERE id = ${id} AND token = ${token} AND state = 'running' AND lease_until > ${NOW})`),
    db.delete(writeGuard),
  ];
}

async function isOurs({ client }: Database, { id, token }: ClaimedJob): Promise<boolean> {
  const { rows } = await client.execute({
    sql: `SELECT 1 FROM job WHERE id = ? AND token = ? AND state = 'running'
      AND lease_until > CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
    args: [id, token],
  });
  return rows.length === 1;
}

function acknowledge({ db }: Database, { id }: ClaimedJob, settlement: Settlement): Statement {
  if (settlement.as === 'done')
    return db.run(sql`UPDATE job SET state = 'done', lease_until = NULL, done_at = ${NOW},
      result_json = ${settlement.result === undefined ? null : JSON.stringify(settlement.result)}
      WHERE id = ${id}`);
  // Going back to ready while a newer job for the same key waits: this one folds into it.
  return db.run(sql`UPDATE job SET lease_until = NULL, run_at = ${NOW} + ${settlement.delayMs},
      attempts = attempts - ${settlement.counts ? 0 : 1},
      last_error_code = ${settlement.errorCode ?? null},
      state = CASE WHEN EXISTS (SELECT 1 FROM job r WHERE r.dedupe_key = job.dedupe_key
        AND r.state = 'ready' AND r.id <> job.id) THEN 'done' ELSE 'ready' END
    WHERE id = ${id}`);
}

/** Jobs that have no try left and nobody holds; each must be buried with `buryJob`. */
export async function exhaustedJobs({ db }: Database): Promise<ClaimedJob[]> {
  const rows = await all(
    db,
    sql`SELECT id, kind, version, org_id, supplier_id, ref_id, request_id, coalesce(token, '') AS token, attempts
      FROM job WHERE attempts >= max_attempts
        AND (state = 'ready' OR (state = 'running' AND lease_until <= ${NOW}))`,
  );
  return rows.map(claimedOf);
}

/**
 * Ends a job that failed too often, together with what that means for its subject: once, also when
 * two look at the same time.
 */
export async function buryJob(
  database: Database,
  { id }: ClaimedJob,
  effects: readonly Statement[],
): Promise<void> {
  const isOpen = sql`(SELECT state FROM job WHERE id = ${id}) IN ('ready', 'running')`;
  await batchIf(database, isOpen, [
    ...effects,
    database.db.run(sql`UPDATE job SET state = 'dead', lease_until = NULL, done_at = ${NOW}
      WHERE id = ${id}`),
  ]);
}

/** Number of jobs that wait or run. */
export async function openJobs({ db }: Database): Promise<number> {
  const rows = await all(
    db,
    sql`SELECT count(*) AS n FROM ${job} WHERE state IN ('ready', 'running')`,
  );
  return rows[0] ? numberIn(rows[0], 'n') : 0;
}
