import {
  jsonIn,
  maybeNumberIn,
  maybeTextIn,
  numberIn,
  type Query,
  textIn,
} from '#server/db/read.ts';
import type { WrittenBy } from '#server/domain/audit/record-write.ts';
import type { Aspect, BatchCounts, BatchView, ItemState } from '#server/domain/pushes/schema.ts';
import type { UpstreamNotice } from '#server/domain/suppliers/upstream.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { Cell } from './cells.ts';
import { unpackCells } from './packed-cells.ts';
import { countCells } from './states.ts';

/** A stored batch without its items. Instants are epoch milliseconds. */
export interface BatchRow {
  readonly batchId: string;
  readonly supplierId: number;
  readonly actor: BatchView['actor'];
  readonly createdAt: number;
  readonly cancelledAt: number | null;
}

/** A stored item with its cells. */
export interface ItemRow {
  readonly itemId: string;
  readonly batchId: string;
  readonly supplierId: number;
  readonly accommodationId: number;
  readonly aspect: Aspect;
  readonly state: ItemState;
  readonly cells: Cell[];
  readonly upstreamMessage: string | null;
  readonly warnings: UpstreamNotice[];
  /** Writes sent. */
  readonly attempts: number;
  /** Read-backs since the last write. */
  readonly reads: number;
  readonly unknownSince: number | null;
  /** When it was queued again after it had ended. */
  readonly queuedAt: number | null;
  /** Its cells as they are stored, by which a writer sees whether they are still as it read them. */
  readonly packed: string;
}

/** Where an item stands, without its cells. */
export interface ItemHead {
  readonly batchId: string;
  readonly state: ItemState;
  readonly counts: BatchCounts;
}

/** The batch that an actor made with an idempotency key, null when there is none. */
export function batchByKey(
  tenant: TenantId,
  actorId: string,
  procedure: string,
  key: string,
): Query<{ batchId: string; sha256: string } | null> {
  return {
    sql: `SELECT id, input_sha256 FROM push_batch
      WHERE org_id = ? AND actor_id = ? AND procedure = ? AND idempotency_key = ?`,
    args: [tenant, actorId, procedure, key],
    read: ([row]) =>
      row ? { batchId: textIn(row, 'id'), sha256: textIn(row, 'input_sha256') } : null,
  };
}

const BATCH = `SELECT id, supplier_id, actor_kind, actor_id, actor_name, created_at, cancelled_at
  FROM push_batch`;

type AnyRow = Parameters<Query<unknown>['read']>[0][number];

function batchActor(row: AnyRow): BatchView['actor'] {
  return {
    kind: textIn(row, 'actor_kind') as BatchView['actor']['kind'],
    id: textIn(row, 'actor_id'),
    name: textIn(row, 'actor_name'),
  };
}

function batchOf(row: AnyRow): BatchRow {
  return {
    batchId: textIn(row, 'id'),
    supplierId: numberIn(row, 'supplier_id'),
    actor: batchActor(row),
    createdAt: numberIn(row, 'created_at'),
    cancelledAt: maybeNumberIn(row, 'cancelled_at'),
  };
}

/** One batch of the tenant; null when there is none. */
export function batchRow(tenant: TenantId, batchId: string): Query<BatchRow | null> {
  return {
    sql: `${BATCH} WHERE org_id = ? AND id = ?`,
    args: [tenant, batchId],
    read: ([row]) => (row ? batchOf(row) : null),
  };
}

/** A supplier's batches, newest first, older than `before` when given. */
export function batchRows(
  tenant: TenantId,
  supplierId: number,
  before: string | null,
  limit: number,
): Query<BatchRow[]> {
  return {
    sql: `${BATCH} WHERE org_id = ? AND supplier_id = ? AND (? IS NULL OR id < ?)
      ORDER BY id DESC LIMIT ?`,
    args: [tenant, supplierId, before, before, limit],
    read: (rows) => rows.map(batchOf),
  };
}

const ITEM = `SELECT id, batch_id, supplier_id, accommodation_id, aspect, state, cells_json,
    upstream_message, warnings_json, attempts, reads, unknown_since, queued_at FROM push_item`;

function itemOf(row: AnyRow): ItemRow {
  const packed = textIn(row, 'cells_json');
  return {
    packed,
    itemId: textIn(row, 'id'),
    batchId: textIn(row, 'batch_id'),
    supplierId: numberIn(row, 'supplier_id'),
    accommodationId: numberIn(row, 'accommodation_id'),
    aspect: textIn(row, 'aspect') as Aspect,
    state: textIn(row, 'state') as ItemState,
    cells: unpackCells(packed),
    upstreamMessage: maybeTextIn(row, 'upstream_message'),
    warnings: jsonIn<UpstreamNotice[]>(row, 'warnings_json'),
    attempts: numberIn(row, 'attempts'),
    reads: numberIn(row, 'reads'),
    unknownSince: maybeNumberIn(row, 'unknown_since'),
    queuedAt: maybeNumberIn(row, 'queued_at'),
  };
}

/** The items of some batches without their cells, which are read only where they were never counted. */
export function itemHeads(tenant: TenantId, batchIds: readonly string[]): Query<ItemHead[]> {
  return {
    sql: `SELECT batch_id, state, counts_json,
        CASE WHEN counts_json IS NULL THEN cells_json END AS uncounted
      FROM push_item WHERE org_id = ? AND batch_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    args: [tenant, JSON.stringify(batchIds)],
    read: (rows) =>
      rows.map((row) => {
        const uncounted = maybeTextIn(row, 'uncounted');
        return {
          batchId: textIn(row, 'batch_id'),
          state: textIn(row, 'state') as ItemState,
          counts:
            uncounted === null
              ? jsonIn<BatchCounts>(row, 'counts_json')
              : countCells(unpackCells(uncounted)),
        };
      }),
  };
}

/** Items of a supplier with nights that wait for a key which upstream accepts; none while it has none. */
export function blockedItems(tenant: TenantId, supplierId: number): Query<ItemRow[]> {
  return {
    sql: `${ITEM} WHERE org_id = ? AND supplier_id = ?
      AND state IN ('blocked_credentials', 'sending', 'verifying', 'queued')
      AND json_extract(counts_json, '$.blocked_credentials') > 0
      AND (SELECT c.state FROM supplier s
        JOIN connection c ON c.org_id = s.org_id AND c.id = s.connection_id
        WHERE s.org_id = ? AND s.supplier_id = ?) = 'ok' ORDER BY id`,
    args: [tenant, supplierId, tenant, supplierId],
    read: (rows) => rows.map(itemOf),
  };
}

/** The items of some batches, in the order in which they are sent. */
export function itemsOfBatches(tenant: TenantId, batchIds: readonly string[]): Query<ItemRow[]> {
  return {
    sql: `${ITEM} WHERE org_id = ? AND batch_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    args: [tenant, JSON.stringify(batchIds)],
    read: (rows) => rows.map(itemOf),
  };
}

/** Items of batches that came after one and have not ended. */
export function openItemsAfter(
  tenant: TenantId,
  supplierId: number,
  batchId: string,
): Query<ItemRow[]> {
  return {
    sql: `${ITEM} WHERE org_id = ? AND supplier_id = ? AND batch_id > ?
      AND state IN ('queued', 'sending', 'verifying') ORDER BY id`,
    args: [tenant, supplierId, batchId],
    read: (rows) => rows.map(itemOf),
  };
}

/** The items of a batch that a job holds now. */
export function itemsBeingSent(tenant: TenantId, batchId: string): Query<ReadonlySet<string>> {
  return {
    sql: `SELECT i.id FROM push_item i JOIN job j ON j.dedupe_key = 'push:' || i.id
      WHERE i.org_id = ? AND i.batch_id = ? AND j.state = 'running'`,
    args: [tenant, batchId],
    read: (rows) => new Set(rows.map((row) => textIn(row, 'id'))),
  };
}

/** One item; null when there is none. */
export function itemRow(tenant: TenantId, itemId: string): Query<ItemRow | null> {
  return {
    sql: `${ITEM} WHERE org_id = ? AND id = ?`,
    args: [tenant, itemId],
    read: ([row]) => (row ? itemOf(row) : null),
  };
}

/** Items for the same accommodation and aspect that were accepted after this one. */
export function newerItems(tenant: TenantId, item: ItemRow): Query<ItemRow[]> {
  return {
    sql: `${ITEM} WHERE org_id = ? AND supplier_id = ? AND accommodation_id = ? AND aspect = ?
      AND id > ? AND state <> 'cancelled' ORDER BY id`,
    args: [tenant, item.supplierId, item.accommodationId, item.aspect, item.itemId],
    read: (rows) => rows.map(itemOf),
  };
}

/** Items for the same accommodation and aspect that are older and moved after this one came. */
export function itemsUnderWay(tenant: TenantId, item: ItemRow): Query<ItemRow[]> {
  return {
    sql: `${ITEM} WHERE org_id = ? AND supplier_id = ? AND accommodation_id = ? AND aspect = ?
      AND id < ? AND updated_at >= (SELECT created_at FROM push_batch WHERE org_id = ? AND id = ?)
      ORDER BY id`,
    args: [
      tenant,
      item.supplierId,
      item.accommodationId,
      item.aspect,
      item.itemId,
      tenant,
      item.batchId,
    ],
    read: (rows) => rows.map(itemOf),
  };
}

/**
 * By whose hand an item was asked for and since when it is to be sent, whether its batch was
 * cancelled, and whether its key is accepted upstream.
 */
export function circumstances(
  tenant: TenantId,
  item: ItemRow,
): Query<{ by: WrittenBy; keyState: string; acceptedAt: number; cancelledAt: number | null }> {
  return {
    sql: `SELECT b.request_id, b.actor_kind, b.actor_id, b.actor_name, b.created_at, b.cancelled_at,
        c.state
      FROM push_batch b
      JOIN supplier s ON s.org_id = b.org_id AND s.supplier_id = b.supplier_id
      JOIN connection c ON c.org_id = s.org_id AND c.id = s.connection_id
      WHERE b.org_id = ? AND b.id = ?`,
    args: [tenant, item.batchId],
    read: ([row]) => {
      if (!row) throw new Error(`Item ${item.itemId} has no batch`);
      return {
        by: {
          actor: { ...batchActor(row), tenant },
          requestId: textIn(row, 'request_id'),
          address: null,
        },
        keyState: textIn(row, 'state'),
        acceptedAt: item.queuedAt ?? numberIn(row, 'created_at'),
        cancelledAt: maybeNumberIn(row, 'cancelled_at'),
      };
    },
  };
}
