import * as z from 'zod/mini';
import { change, nightValues, skippedNights } from '#server/domain/bulk-updates/schema.ts';
import { calendarDate, instant, rule, upstreamId, uuid } from '#server/kernel/wire.ts';

export const driftListInput = z.strictObject({
  supplierId: upstreamId,
  cursor: z.optional(uuid),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
});

/** Consecutive nights of one row that upstream changed without us, in one way. */
export const driftItem = z.strictObject({
  id: uuid,
  accommodationId: upstreamId,
  /** Null = the stock. */
  rateTypeId: z.nullable(upstreamId),
  from: calendarDate,
  to: calendarDate,
  /** What we knew them to hold and what upstream holds, in the fields that differ; null = nothing. */
  ours: z.nullable(nightValues),
  theirs: z.nullable(nightValues),
  foundAt: instant,
  /** The sending that last changed the first night before that; null = none since the first read. */
  batchId: z.nullable(uuid),
  /** The change set that brings ours back, to be previewed and sent like any other. */
  changes: z.array(change),
  /** What it cannot bring back, and why. */
  skipped: z.array(skippedNights),
});

/** Newest first. */
export const driftListOutput = z.strictObject({
  items: z.array(driftItem),
  nextCursor: z.nullable(uuid),
  /** Open ones in all. */
  total: z.int(),
  /** When what was sent lately was last read again, and when everything was; null = not yet. */
  recentAt: z.nullable(instant),
  fullAt: z.nullable(instant),
});

export const driftAcceptInput = z.strictObject({
  supplierId: upstreamId,
  ids: z.array(uuid).check(
    rule((ids) => ids.length > 0, 'empty'),
    z.maxLength(100),
    rule((ids) => new Set(ids).size === ids.length, 'duplicate'),
  ),
});

/** How many were open and are accepted; what had ended by itself meanwhile is not counted. */
export const driftAcceptOutput = z.strictObject({ accepted: z.int() });

export type DriftItem = z.infer<typeof driftItem>;
export type DriftList = z.infer<typeof driftListOutput>;
