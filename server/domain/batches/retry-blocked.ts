import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { batchIf } from '#server/db/write-guard.ts';
import type { Cell } from '#server/domain/pushes/cells.ts';
import { blockedItems } from '#server/domain/pushes/data.ts';
import { areUntouched, requeueWrites } from '#server/domain/pushes/item-writes.ts';
import { queueAgain } from '#server/domain/pushes/push-rules.ts';
import { loadSupplier } from '#server/domain/suppliers/data.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { dateInZone, toEpochDay } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';

const BLOCKED: ReadonlySet<Cell['state']> = new Set(['blocked_credentials']);

/**
 * Queues again what waits for a key, once the supplier has one that upstream accepts. Each item is
 * planned anew from what upstream holds then, and what somebody changed meanwhile is a conflict.
 * Nights that have passed end as failed. An item that a job holds now is left for the next time.
 */
export async function retryBlocked(
  deps: { readonly database: Database; readonly clock: Clock; readonly jobs: JobQueue },
  tenant: TenantId,
  supplierId: number,
  requestId: string,
): Promise<void> {
  const { database, clock, jobs } = deps;
  const [items] = await readTogether(database, [blockedItems(tenant, supplierId)]);
  if (items.length === 0) return;
  const { supplier } = await loadSupplier(database, tenant, supplierId);
  const today = toEpochDay(dateInZone(clock.now(), supplier.timezone));
  for (const item of items) {
    const cells = queueAgain(item.cells, BLOCKED, today).map(
      (cell): Cell => (BLOCKED.has(cell.state) ? { ...cell, state: 'failed' } : cell),
    );
    const writes = requeueWrites(deps, tenant, item, { cells, requestId });
    await batchIf(database, areUntouched(tenant, [item]), writes);
  }
  jobs.wake();
}
