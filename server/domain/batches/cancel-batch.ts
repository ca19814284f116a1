import { and, eq } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { pushBatch } from '#server/db/schema/index.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { endedRecord } from '#server/domain/pushes/audit-writes.ts';
import { isFinal } from '#server/domain/pushes/cells.ts';
import {
  batchRow,
  type ItemRow,
  itemsBeingSent,
  itemsOfBatches,
} from '#server/domain/pushes/data.ts';
import { areUntouched, itemWrite } from '#server/domain/pushes/item-writes.ts';
import { endQueued } from '#server/domain/pushes/push-rules.ts';
import type { BatchSummary } from '#server/domain/pushes/schema.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import { authorise, type Call, reaches, type TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { notFound } from '#server/kernel/errors.ts';
import { loadSummary } from './get-batch.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: JobQueue;
}

/** How often the items are looked at again when a job came between the look and the write. */
const TRIES = 3;

/**
 * Sends nothing more of a batch: what is queued ends as cancelled, what is on its way goes on and is
 * read back. An item that a job holds at this moment is cancelled by that job before it sends again.
 * A batch that has ended stays as it is. Answers the batch without its items.
 * @throws {DomainError} NOT_FOUND (batch), FORBIDDEN.
 */
export async function cancelBatch(
  deps: Deps,
  call: Call,
  { batchId }: { batchId: string },
): Promise<BatchSummary> {
  const { database, jobs } = deps;
  const tenant = authorise(call, 'rates:write');
  for (let tries = 1; ; tries++) {
    const [batch, items, sending] = await readTogether(database, [
      batchRow(tenant, batchId),
      itemsOfBatches(tenant, [batchId]),
      itemsBeingSent(tenant, batchId),
    ]);
    if (!batch || !reaches(call.actor, batch.supplierId)) throw notFound();
    if (items.every(({ state }) => isFinal(state))) break;
    const isFree = ({ itemId, cells }: ItemRow) =>
      !sending.has(itemId) && cells.some(({ state }) => state === 'queued');
    const free = tries < TRIES ? items.filter(isFree) : [];
    if (await cancelled(deps, call, { tenant, supplierId: batch.supplierId, batchId }, free)) {
      jobs.wake();
      break;
    }
  }
  return loadSummary(database, tenant, batchId);
}

/** False = one of the items that were free is not as it was any more; nothing is written then. */
function cancelled(
  { database, clock }: Deps,
  call: Call,
  place: { tenant: TenantId; supplierId: number; batchId: string },
  free: readonly ItemRow[],
): Promise<boolean> {
  const { tenant, supplierId, batchId } = place;
  const nights = free.flatMap(({ cells }) => cells.filter(({ state }) => state === 'queued'));
  return batchIf(database, areUntouched(tenant, free), [
    database.db
      .update(pushBatch)
      .set({ cancelledAt: clock.now() })
      .where(and(eq(pushBatch.orgId, tenant), eq(pushBatch.id, batchId))),
    ...free.flatMap((item) => {
      const after = { ...item, cells: endQueued(item.cells, 'cancelled') };
      const told = endedRecord({ database, clock }, call, item, after);
      return [itemWrite(database, clock, tenant, after), ...told];
    }),
    auditRecord({ database, clock }, call, {
      ...{ action: 'rates.cancel', supplierId, target: `batch:${batchId}` },
      after: { items: free.length, nights: nights.length },
    }),
  ]);
}
