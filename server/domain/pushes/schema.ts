import * as z from 'zod/mini';
import { nightValues } from '#server/domain/bulk-updates/schema.ts';
import { calendarDate, instant, upstreamId, uuid } from '#server/kernel/wire.ts';

export const batchState = z.enum(['running', 'done', 'attention', 'cancelled']);

export const itemState = z.enum([
  'queued',
  'sending',
  'verifying',
  'applied',
  'mismatch',
  'rejected',
  'conflict',
  'blocked_credentials',
  'superseded',
  'cancelled',
  'failed',
]);

export const aspect = z.enum(['stock', 'rates']);

/**
 * One night of an item: what it held before, what was sent, what was read back. Each names the
 * fields that were wanted, and those that came back different.
 */
export const batchCell = z.strictObject({
  rateTypeId: z.nullable(upstreamId),
  date: calendarDate,
  state: itemState,
  before: z.nullable(nightValues),
  sent: nightValues,
  read: z.nullable(nightValues),
});

export const batchItem = z.strictObject({
  itemId: uuid,
  accommodationId: upstreamId,
  aspect,
  state: itemState,
  attempts: z.int(),
  upstreamMessage: z.nullable(z.string()),
  /** Since when the outcome upstream is unknown: sent, but not yet read back. */
  unknownSince: z.nullable(instant),
  warnings: z.array(z.strictObject({ code: z.nullable(z.string()), detail: z.string() })),
  cells: z.array(batchCell),
});

const count = z.int();

/** Number of cells by state. */
export const batchCounts = z.strictObject({
  ...{ total: count, queued: count, sending: count, verifying: count, applied: count },
  ...{ mismatch: count, rejected: count, conflict: count, blocked_credentials: count },
  ...{ superseded: count, cancelled: count, failed: count },
});

const batchHead = {
  batchId: uuid,
  supplierId: upstreamId,
  state: batchState,
  createdAt: instant,
  actor: z.strictObject({
    kind: z.enum(['user', 'apiKey', 'job', 'webhook']),
    id: z.string(),
    name: z.string(),
  }),
  counts: batchCounts,
};

export const batchOutput = z.strictObject({ ...batchHead, items: z.array(batchItem) });
export const batchSummaryOutput = z.strictObject(batchHead);

export const batchListOutput = z.strictObject({
  items: z.array(batchSummaryOutput),
  nextCursor: z.nullable(uuid),
});

export const batchGetInput = z.strictObject({ batchId: uuid });

export const batchCancelInput = z.strictObject({ batchId: uuid });

/** Sends again what did not come through of a batch, or of some of its items. */
export const batchRetryInput = z.strictObject({
  batchId: uuid,
  itemIds: z.optional(z.array(uuid).check(z.minLength(1), z.maxLength(1_000))),
});

export const batchListInput = z.strictObject({
  supplierId: upstreamId,
  cursor: z.optional(uuid),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
});

export type BatchState = z.infer<typeof batchState>;
export type ItemState = z.infer<typeof itemState>;
export type Aspect = z.infer<typeof aspect>;
export type BatchCell = z.infer<typeof batchCell>;
export type BatchItem = z.infer<typeof batchItem>;
export type BatchCounts = z.infer<typeof batchCounts>;
export type BatchSummary = z.infer<typeof batchSummaryOutput>;
export type BatchView = z.infer<typeof batchOutput>;
