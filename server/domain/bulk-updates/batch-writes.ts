import type { Database, Statement } from '#server/db/client.ts';
import { pushItem } from '#server/db/schema/index.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import type { Cell } from '#server/domain/pushes/cells.ts';
import { cellColumns, itemJob } from '#server/domain/pushes/item-writes.ts';
import type { Aspect } from '#server/domain/pushes/schema.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { newId } from '#server/kernel/ids.ts';
import { nightsOutOfBounds } from './guardrails.ts';
import type { PlanContext, PlannedRow } from './plan.ts';
import type { Change } from './schema.ts';

/** What is to be sent of one accommodation under one aspect. */
export interface NewItem {
  readonly accommodationId: number;
  readonly aspect: Aspect;
  readonly cells: Cell[];
}

/** The batch that statements are about. */
export interface BatchPlace {
  readonly supplierId: number;
  readonly batchId: string;
}

/** Statements that store an item of a batch, with the job that sends it. */
export function itemWrites(
  { database, clock, jobs }: { database: Database; clock: Clock; jobs: JobQueue },
  { actor, requestId }: Call,
  { supplierId, batchId }: BatchPlace,
  item: NewItem,
): Statement[] {
  const itemId = newId();
  return [
    database.db.insert(pushItem).values({
      id: itemId,
      orgId: actor.tenant,
      supplierId,
      batchId,
      accommodationId: item.accommodationId,
      aspect: item.aspect,
      ...cellColumns(item.cells),
      updatedAt: clock.now(),
    }),
    jobs.enqueue(itemJob(actor.tenant, { ...item, supplierId, itemId }, requestId)),
  ];
}

/** Statements that write down who asked for a batch, and which prices were meant to be out of bounds. */
export function auditWrites(
  deps: { database: Database; clock: Clock },
  call: Call,
  { supplierId, batchId }: BatchPlace,
  batch: {
    readonly changes: readonly Change[];
    readonly items: readonly NewItem[];
    readonly rows: readonly PlannedRow[];
    readonly accommodations: PlanContext['accommodations'];
  },
): Statement[] {
  const { changes, items, rows, accommodations } = batch;
  const pushed = {
    entries: changes.length,
    items: items.length,
    nights: new Set(items.flatMap(({ cells }) => cells.map(({ day }) => day))).size,
    accommodations: [...new Set(items.map(({ accommodationId }) => accommodationId))],
  };
  const overrides = [...nightsOutOfBounds(rows, accommodations)].map(([id, nights]) =>
    auditRecord(deps, call, {
      action: 'bounds.override',
      supplierId,
      target: `accommodation:${id}`,
      before: accommodations.get(id)?.bounds,
      after: { batchId, nights },
    }),
  );
  const target = `batch:${batchId}`;
  return [
    auditRecord(deps, call, { action: 'rates.push', supplierId, target, after: pushed }),
    ...overrides,
  ];
}
