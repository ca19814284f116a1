import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { cellViews } from '#server/domain/pushes/cells.ts';
import {
  type BatchRow,
  batchRow,
  batchRows,
  type ItemHead,
  type ItemRow,
  itemHeads,
  itemsOfBatches,
} from '#server/domain/pushes/data.ts';
import type { BatchItem, BatchSummary, BatchView } from '#server/domain/pushes/schema.ts';
import { addCounts, batchStateOf } from '#server/domain/pushes/states.ts';
import { onlySupplier, supplierRows } from '#server/domain/suppliers/data.ts';
import { authorise, type Call, reaches, type TenantId } from '#server/domain/tenancy/actor.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import { notFound } from '#server/kernel/errors.ts';

/**
 * A batch with the state of every item and cell.
 * @throws {DomainError} NOT_FOUND when it is not the caller's.
 */
export async function getBatch(
  { database }: { database: Database },
  call: Call,
  { batchId }: { batchId: string },
): Promise<BatchView> {
  const tenant = authorise(call, 'read');
  const [batch, heads, items] = await readTogether(database, [
    batchRow(tenant, batchId),
    itemHeads(tenant, [batchId]),
    itemsOfBatches(tenant, [batchId]),
  ]);
  if (!batch || !reaches(call.actor, batch.supplierId)) throw notFound();
  return { ...summaryOf(batch, heads), items: items.map(itemView) };
}

/**
 * A batch without its items.
 * @throws {DomainError} NOT_FOUND when it is not the tenant's.
 */
export async function loadSummary(
  database: Database,
  tenant: TenantId,
  batchId: string,
): Promise<BatchSummary> {
  const [batch, heads] = await readTogether(database, [
    batchRow(tenant, batchId),
    itemHeads(tenant, [batchId]),
  ]);
  if (!batch) throw notFound();
  return summaryOf(batch, heads);
}

/**
 * A supplier's batches, newest first, without their cells.
 * @throws {DomainError} NOT_FOUND when the supplier is not the caller's.
 */
export async function listBatches(
  { database }: { database: Database },
  call: Call,
  input: { supplierId: number; cursor?: string | undefined; limit: number },
): Promise<{ items: BatchSummary[]; nextCursor: string | null }> {
  const tenant = authorise(call, 'read', input.supplierId);
  const [suppliers, batches] = await readTogether(database, [
    supplierRows(tenant, input.supplierId),
    batchRows(tenant, input.supplierId, input.cursor ?? null, input.limit + 1),
  ]);
  onlySupplier(suppliers);
  const page = batches.slice(0, input.limit);
  const [heads] = await readTogether(database, [
    itemHeads(
      tenant,
      page.map((batch) => batch.batchId),
    ),
  ]);
  return {
    items: page.map((batch) =>
      summaryOf(
        batch,
        heads.filter((head) => head.batchId === batch.batchId),
      ),
    ),
    nextCursor: batches.length > input.limit ? (page[page.length - 1]?.batchId ?? null) : null,
  };
}

function summaryOf(batch: BatchRow, items: readonly ItemHead[]): BatchSummary {
  return {
    batchId: batch.batchId,
    supplierId: batch.supplierId,
    state: batchStateOf(
      items.map((item) => item.state),
      batch.cancelledAt !== null,
    ),
    createdAt: isoInstant(batch.createdAt),
    actor: batch.actor,
    counts: addCounts(items.map(({ counts }) => counts)),
  };
}

function itemView(item: ItemRow): BatchItem {
  return {
    itemId: item.itemId,
    accommodationId: item.accommodationId,
    aspect: item.aspect,
    state: item.state,
    attempts: item.attempts,
    upstreamMessage: item.upstreamMessage,
    unknownSince: item.unknownSince === null ? null : isoInstant(item.unknownSince),
    warnings: item.warnings.map(({ code, detail }) => ({ code, detail })),
    cells: cellViews(item.cells),
  };
}
