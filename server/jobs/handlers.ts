import type { Database, Statement } from '#server/db/client.ts';
import { expireGuests } from '#server/domain/guests/expire-guests.ts';
import { MIRROR_PARTS } from '#server/domain/mirror/freshness.ts';
import { runRefresh } from '#server/domain/mirror/run-refresh.ts';
import { failItem, pushOneItem } from '#server/domain/pushes/push-item.ts';
import type { KeyVault } from '#server/domain/suppliers/ports.ts';
import type { MirrorPart } from '#server/domain/suppliers/schema.ts';
import type { UpstreamGateway } from '#server/domain/suppliers/upstream.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { type ClaimedJob, LostLeaseError, type Settlement, writeUnderLease } from './queue.ts';
import type { JobHandler } from './runner.ts';
import { backoff, type JobTiming } from './timing.ts';

export interface HandlerDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly gateway: UpstreamGateway;
  readonly vault: KeyVault;
  readonly timing: JobTiming;
  readonly random: () => number;
}

/** What each kind of job does. */
export function jobHandlers(deps: HandlerDeps): Readonly<Record<string, JobHandler>> {
  return {
    'push.item': pushHandler(deps),
    'supplier.refresh': refreshHandler(deps),
    'guests.expire': expireHandler(deps),
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
  };
}

function refreshHandler(deps: HandlerDeps): JobHandler {
  const { database, clock, gateway, vault } = deps;
  return {
    async run(job): Promise<Settlement> {
      const { tenant, supplierId } = job;
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
      return { as: 'done', result: await runRefresh(refreshing, parts), effects: [] };
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
