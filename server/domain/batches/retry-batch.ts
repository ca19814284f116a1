import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { type Cell, isFinal } from '#server/domain/pushes/cells.ts';
import { batchRow, type ItemRow, itemsOfBatches } from '#server/domain/pushes/data.ts';
import { areUnchanged, requeueWrites } from '#server/domain/pushes/item-writes.ts';
import { queueAgain, RETRIABLE } from '#server/domain/pushes/push-rules.ts';
import type { BatchSummary } from '#server/domain/pushes/schema.ts';
import { loadSupplier } from '#server/domain/suppliers/data.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import { authorise, type Call, reaches } from '#server/domain/tenancy/actor.ts';
import { dateInZone, type EpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest, DomainError, notFound } from '#server/kernel/errors.ts';
import { loadSummary } from './get-batch.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: JobQueue;
}

/** How often the items are looked at again when somebody came between the look and the write. */
const TRIES = 5;

/**
 * Sends again what did not come through of a batch, or of some of its items: nights that were
 * refused, failed, came back different, had changed in the meantime or waited for a key. Applied and
 * passed nights stay as they are, and so do items that still move, so that a second press does
 * nothing. Answers the batch without its items.
 * @throws {DomainError} NOT_FOUND (batch), FORBIDDEN, BAD_REQUEST (an item of another batch).
 */
export async function retryBatch(
  deps: Deps,
  call: Call,
  { batchId, itemIds }: { batchId: string; itemIds?: readonly string[] | undefined },
): Promise<BatchSummary> {
  const { database, clock, jobs } = deps;
  const tenant = authorise(call, 'rates:write');
  for (let tries = 0; tries < TRIES; tries++) {
    const [batch, items] = await readTogether(database, [
      batchRow(tenant, batchId),
      itemsOfBatches(tenant, [batchId]),
    ]);
    if (!batch || !reaches(call.actor, batch.supplierId)) throw notFound();
    const { supplierId } = batch;
    const { supplier } = await loadSupplier(database, tenant, supplierId);
    const today = toEpochDay(dateInZone(clock.now(), supplier.timezone));
    const again = chosenOf(items, itemIds).flatMap((item) => anewOf(item, today));
    if (again.length === 0) return loadSummary(database, tenant, batchId);
    const nights = again.flatMap(({ cells }) => cells.filter(({ state }) => state === 'queued'));
    const isWritten = await batchIf(
      database,
      areUnchanged(
        tenant,
        again.map(({ item }) => item),
      ),
      [
        ...again.flatMap(({ item, cells }) =>
          requeueWrites(deps, tenant, item, { cells, requestId: call.requestId }),
        ),
        auditRecord({ database, clock }, call, {
          ...{ action: 'rates.retry', supplierId, target: `batch:${batchId}` },
          after: { items: again.map(({ item }) => item.itemId), nights: nights.length },
        }),
      ],
    );
    if (!isWritten) continue;
    jobs.wake();
    return loadSummary(database, tenant, batchId);
  }
  throw new DomainError('CONFLICT');
}

function chosenOf(
  items: readonly ItemRow[],
  itemIds: readonly string[] | undefined,
): readonly ItemRow[] {
  if (!itemIds) return items;
  const known = new Set(items.map(({ itemId }) => itemId));
  const unknown = itemIds.flatMap((id, i) =>
    known.has(id) ? [] : [{ path: `itemIds.${i}`, code: 'invalid_value' as const }],
  );
  if (unknown.length > 0) throw badRequest(unknown);
  return items.filter(({ itemId }) => itemIds.includes(itemId));
}

/** An ended item with its nights queued again; nothing where there is none to queue. */
function anewOf(item: ItemRow, today: EpochDay): { item: ItemRow; cells: Cell[] }[] {
  if (!isFinal(item.state)) return [];
  const cells = queueAgain(item.cells, RETRIABLE, today);
  return cells.some(({ state }) => state === 'queued') ? [{ item, cells }] : [];
}
