import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { pushItem } from '#server/db/schema/index.ts';
import type { JobQueue, NewJob } from '#server/domain/suppliers/jobs.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { type Cell, isFinal } from './cells.ts';
import type { ItemRow } from './data.ts';
import { packCells } from './packed-cells.ts';
import { countCells, itemStateOf } from './states.ts';

/** An item's cells as its columns hold them. */
export function cellColumns(
  cells: readonly Cell[],
): Pick<typeof pushItem.$inferSelect, 'state' | 'cellsJson'> & { countsJson: string } {
  return {
    state: itemStateOf(cells),
    cellsJson: packCells(cells),
    countsJson: JSON.stringify(countCells(cells)),
  };
}

/** The statement that stores where an item and its cells stand. */
export function itemWrite(
  { db }: Database,
  clock: Clock,
  tenant: TenantId,
  item: Omit<ItemRow, 'state' | 'packed'>,
): Statement {
  return db
    .update(pushItem)
    .set({
      ...cellColumns(item.cells),
      upstreamMessage: item.upstreamMessage,
      warningsJson: JSON.stringify(item.warnings),
      attempts: item.attempts,
      reads: item.reads,
      unknownSince: item.unknownSince,
      updatedAt: clock.now(),
    })
    .where(and(eq(pushItem.orgId, tenant), eq(pushItem.id, item.itemId)));
}

const jobKeyOf = (itemId: string) => `push:${itemId}`;

/** The job that sends an item; it waits behind whatever else is sent to the accommodation. */
export function itemJob(
  tenant: TenantId,
  item: Pick<ItemRow, 'itemId' | 'supplierId' | 'accommodationId'>,
  requestId: string,
): NewJob {
  const { itemId, supplierId, accommodationId } = item;
  return {
    ...{ kind: 'push.item', tenant, supplierId, requestId },
    lane: `${tenant}:${supplierId}:${accommodationId}`,
    dedupeKey: jobKeyOf(itemId),
    refId: itemId,
  };
}

/** Statements that store an item's cells, some of them queued again, and send it as if just asked for. */
export function requeueWrites(
  { database, clock, jobs }: { database: Database; clock: Clock; jobs: JobQueue },
  tenant: TenantId,
  item: ItemRow,
  { cells, requestId }: { cells: readonly Cell[]; requestId: string },
): Statement[] {
  const now = clock.now();
  // Of an item that is still read back, the count of its reads goes on.
  const anew = isFinal(item.state)
    ? { upstreamMessage: null, attempts: 0, reads: 0, unknownSince: null }
    : {};
  return [
    database.db
      .update(pushItem)
      .set({ ...cellColumns(cells), ...anew, queuedAt: now, updatedAt: now })
      .where(and(eq(pushItem.orgId, tenant), eq(pushItem.id, item.itemId))),
    jobs.enqueue(itemJob(tenant, item, requestId)),
  ];
}

/** Whether some items are still as they were read. */
export function areUnchanged(tenant: TenantId, items: readonly ItemRow[]): SQL {
  const read = JSON.stringify(items.map(({ itemId, packed }) => ({ itemId, packed })));
  return sql`NOT EXISTS (SELECT 1 FROM json_each(${read}) AS e
    WHERE NOT EXISTS (SELECT 1 FROM push_item i WHERE i.org_id = ${tenant}
      AND i.id = e.value ->> 'itemId' AND i.cells_json = e.value ->> 'packed'))`;
}

/** Whether some items are still as they were read, and no job holds one of them now. */
export function areUntouched(tenant: TenantId, items: readonly ItemRow[]): SQL {
  const keys = JSON.stringify(items.map(({ itemId }) => jobKeyOf(itemId)));
  return sql`${areUnchanged(tenant, items)} AND NOT EXISTS (SELECT 1 FROM job
    WHERE dedupe_key IN (SELECT value FROM json_each(${keys})) AND state = 'running')`;
}

/** Whether what is queued of an item may still be sent: nobody cancelled it since it was queued. */
export function isNotCancelled(tenant: TenantId, { itemId }: ItemRow): SQL {
  return sql`NOT EXISTS (SELECT 1 FROM push_item i
    JOIN push_batch b ON b.org_id = i.org_id AND b.id = i.batch_id
    WHERE i.org_id = ${tenant} AND i.id = ${itemId}
      AND b.cancelled_at >= coalesce(i.queued_at, b.created_at))`;
}
