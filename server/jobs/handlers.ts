import type { Database, Statement } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { retryBlocked } from '#server/domain/batches/retry-blocked.ts';
import { verifyLateWrite } from '#server/domain/batches/verify-late-write.ts';
import { type Recheck, runRecheck } from '#server/domain/drift/run-recheck.ts';
import { expireGuests } from '#server/domain/guests/expire-guests.ts';
import { MIRROR_PARTS } from '#server/domain/mirror/freshness.ts';
import { runRefresh } from '#server/domain/mirror/run-refresh.ts';
import { itemRow } from '#server/domain/pushes/data.ts';
import { itemJob } from '#server/domain/pushes/item-writes.ts';
import { failItem, pushOneItem } from '#server/domain/pushes/push-item.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import type { KeyVault } from '#server/domain/suppliers/ports.ts';
import type { MirrorPart } from '#server/domain/suppliers/schema.ts';
import { UpstreamError, type UpstreamGateway } from '#server/domain/suppliers/upstream.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { type ClaimedJob, LostLeaseError, type Settlement, writeUnderLease } from './queue.ts';
import type { JobHandler } from './runner.ts';
import { backoff, type JobTiming } from './timing.ts';

export interface HandlerDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: JobQueue;
  readonly gateway: UpstreamGateway;
  readonly vault: KeyVault;
  readonly timing: JobTiming;
  readonly random: () => number;
}

/** What each kind of job does. */
export function jobHandlers(deps: HandlerDeps): Readonly<Record<string, JobHandler>> {
  return {
    'push.item': pushHandler(deps),
    'push.lateVerify': lateVerifyHandler(deps),
    'supplier.refresh': refreshHandler(deps),
    'guests.expire': expireHandler(deps),
    'drift.recheck': recheckHandler(deps),
  };
}

function writerOf({ database }: HandlerDeps, job: ClaimedJob) {
  return async (statements: readonly Statement[]) => {
    if ((await writeUnderLease(database, job, statements)) === 'lost_lease')
      throw new LostLeaseError();
  };
}

function pushHandler(deps: HandlerDeps): JobHandler {
  const { database, clock, gateway, timing, random } = deps;
  return {
    async run(job): Promise<Settlement> {
      const { tenant, supplierId } = job;
      const step = await pushOneItem(
        {
          database,
          clock,
          tenant,
          supplierId,
          open: (requestId) => gateway.open(tenant, supplierId, requestId),
          write: writerOf(deps, job),
          verifyWaits: timing.verifyWaits,
        },
        job.refId,
      );
      if (step.next === 'over') return { as: 'done', effects: [] };
      if (step.next === 'wait')
        return { as: 'again', delayMs: step.delayMs, counts: false, effects: [] };
      return {
        as: 'again',
        delayMs: Math.min(
          Math.max(step.afterMs ?? 0, backoff(timing, job.attempts, random)),
          timing.retryAfterCap,
        ),
        counts: step.counts,
        errorCode: 'UPSTREAM',
        effects: [],
      };
    },
    exhausted: ({ tenant, refId }) => failItem({ database, clock, tenant }, refId),
    lostLease: (job) => lateVerification(deps, job),
  };
}

/** A write of a job that lost its lease may still land: it is looked after once it has to be over. */
async function lateVerification(
  { database, jobs, timing }: HandlerDeps,
  { tenant, refId, requestId }: ClaimedJob,
): Promise<Statement[]> {
  const [item] = await readTogether(database, [itemRow(tenant, refId)]);
  if (!item) return [];
  return [
    jobs.enqueue({
      ...itemJob(tenant, item, requestId),
      ...{ kind: 'push.lateVerify', dedupeKey: `late:${refId}`, delayMs: timing.lateVerify },
    }),
  ];
}

function lateVerifyHandler(deps: HandlerDeps): JobHandler {
  const { database, clock, jobs, gateway, timing, random } = deps;
  return {
    async run(job): Promise<Settlement> {
      const { id, kind, tenant, supplierId, requestId, attempts } = job;
      const actor = { kind: 'job', id, name: kind, tenant } as const;
      try {
        await verifyLateWrite(
          {
            ...{ database, clock, jobs, tenant, supplierId },
            open: (request) => gateway.open(tenant, supplierId, request),
            write: writerOf(deps, job),
            call: { actor, requestId, address: null },
          },
          job.refId,
        );
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        const delayMs = Math.max(error.retryAfterMs ?? 0, backoff(timing, attempts, random));
        const counts = error.failure !== 'held' && error.failure !== 'rate_limited';
        return { as: 'again', delayMs, counts, errorCode: 'UPSTREAM', effects: [] };
      }
      return { as: 'done', effects: [] };
    },
    exhausted: async () => [],
  };
}

function refreshHandler(deps: HandlerDeps): JobHandler {
  const { database, clock, jobs, gateway, vault } = deps;
  return {
    async run(job): Promise<Settlement> {
      const { tenant, supplierId, requestId } = job;
      const upstream = await gateway.open(tenant, supplierId, job.requestId);
      const named = new Set(job.refId.split(','));
      const parts: MirrorPart[] = MIRROR_PARTS.filter((part) => named.has(part));
      const refreshing = {
        database,
        clock,
        upstream,
        vault,
        tenant,
        supplierId,
        write: writerOf(deps, job),
      };
      const result = await runRefresh(refreshing, parts);
      await retryBlocked({ database, clock, jobs }, tenant, supplierId, requestId);
      return { as: 'done', result, effects: [] };
    },
    exhausted: async () => [],
  };
}

function recheckHandler(deps: HandlerDeps): JobHandler {
  const { database, clock, gateway, vault } = deps;
  return {
    async run(job): Promise<Settlement> {
      const { tenant, supplierId } = job;
      const upstream = await gateway.open(tenant, supplierId, job.requestId);
      const write = writerOf(deps, job);
      const kind: Recheck = job.refId === 'full' ? 'full' : 'recent';
      await runRecheck({ database, clock, upstream, vault, tenant, supplierId, write }, kind);
      return { as: 'done', result: { upstreamCalls: upstream.calls }, effects: [] };
    },
    exhausted: async () => [],
  };
}

function expireHandler(deps: HandlerDeps): JobHandler {
  const { database, clock } = deps;
  return {
    async run(job): Promise<Settlement> {
      const { id, kind, tenant, supplierId, requestId } = job;
      const actor = { kind: 'job', id, name: kind, tenant } as const;
      const call = { actor, requestId, address: null };
      const write = writerOf(deps, job);
      const count = await expireGuests({ database, clock, supplierId, call, write });
      return { as: 'done', result: { count }, effects: [] };
    },
    exhausted: async () => [],
  };
}
