import type { Database } from '#server/db/client.ts';
import { loadSupplier } from '#server/domain/suppliers/data.ts';
import type { JobQueue, NewJob } from '#server/domain/suppliers/jobs.ts';
import type { MirrorPart, MirrorWarning } from '#server/domain/suppliers/schema.ts';
import { authorise, type Call, type TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { DomainError } from '#server/kernel/errors.ts';
import { freshnessView, MIRROR_PARTS } from './freshness.ts';

/** How long a caller waits for a refresh; the refresh itself goes on. */
const PATIENCE_MS = 300_000;

/** What a refresh job leaves behind. */
export interface RefreshResult {
  readonly upstreamCalls: number;
}

/** The job that reads parts of a supplier's mirror again. */
export function refreshJob(
  tenant: TenantId,
  supplierId: number,
  parts: readonly MirrorPart[],
  requestId: string,
): NewJob {
  return {
    kind: 'supplier.refresh',
    tenant,
    supplierId,
    lane: `${tenant}:${supplierId}:refresh`,
    dedupeKey: `refresh:${tenant}:${supplierId}:${parts.join(',')}`,
    joinsRunning: true,
    refId: parts.join(','),
    requestId,
  };
}

/**
 * Reads the supplier's mirror again and answers when that has ended. While a refresh of everything
 * is under way another caller joins it.
 * @throws {DomainError} NOT_FOUND (supplier), UPSTREAM_UNAVAILABLE (it did not end well in time).
 */
export async function refreshSupplier(
  { database, clock, jobs }: { database: Database; clock: Clock; jobs: JobQueue },
  call: Call,
  { supplierId }: { supplierId: number },
): Promise<{ asOf: string | null; warnings: MirrorWarning[]; upstreamCalls: number }> {
  const tenant = authorise(call, 'read', supplierId);
  await loadSupplier(database, tenant, supplierId);
  const job = refreshJob(tenant, supplierId, MIRROR_PARTS, call.requestId);
  await database.batch([jobs.enqueue(job)]);
  jobs.wake();
  const end = await jobs.ended(job.dedupeKey, PATIENCE_MS);
  if (end?.state !== 'done') throw new DomainError('UPSTREAM_UNAVAILABLE');
  const { supplier, parts } = await loadSupplier(database, tenant, supplierId);
  const { asOf, warnings } = freshnessView(parts, supplier, clock.now());
  const result: RefreshResult = JSON.parse(end.resultJson ?? '{"upstreamCalls":0}');
  return { asOf, warnings, upstreamCalls: result.upstreamCalls };
}
