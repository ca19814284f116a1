import * as z from 'zod/mini';
import { nightValues } from '#server/domain/bulk-updates/schema.ts';
import { itemState } from '#server/domain/pushes/schema.ts';
import { rateTypeOutput } from '#server/domain/rate-types/schema.ts';
import { rateRowOutput } from '#server/domain/rates/schema.ts';
import { stockRowOutput } from '#server/domain/stock/schema.ts';
import { accommodationOutput } from '#server/domain/suppliers/schema.ts';
import { calendarDate, instant, spanChecks, upstreamId, uuid } from '#server/kernel/wire.ts';

/** One night of a row; without a rate type its stock. */
export const cellInput = z.strictObject({
  supplierId: upstreamId,
  accommodationId: upstreamId,
  rateTypeId: z.nullable(upstreamId),
  date: calendarDate,
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
});

/**
 * What happened to a night: a sending from here, with where it stands, or a change upstream without
 * us. Values name the fields concerned.
 */
export const cellEvent = z.strictObject({
  /** When it was asked for here, or seen upstream. */
  at: instant,
  cause: z.enum(['upstream', 'push']),
  /** Who asked for it; null = upstream. */
  actor: z.nullable(
    z.strictObject({ kind: z.enum(['user', 'apiKey', 'job', 'webhook']), name: z.string() }),
  ),
  batchId: z.nullable(uuid),
  requestId: z.nullable(z.string()),
  /** Null = upstream's own change. */
  state: z.nullable(itemState),
  /** When a read from upstream showed it; null = none has. */
  confirmedAt: z.nullable(instant),
  before: z.nullable(nightValues),
  after: z.nullable(nightValues),
  /** What upstream holds where that is not what was sent. */
  read: z.nullable(nightValues),
});

/** Newest first. */
export const cellOutput = z.strictObject({ items: z.array(cellEvent), hasMore: z.boolean() });

/** Nights `from`..`to` (both included) as they were at an instant. */
export const asOfInput = z
  .strictObject({ supplierId: upstreamId, from: calendarDate, to: calendarDate, at: instant })
  .check(...spanChecks());

/**
 * The calendar as it was: stock and rates as `calendar.get` has them. Accommodations, rate types and
 * which are sold where are those of now, since only nights have a history.
 */
export const asOfOutput = z.strictObject({
  at: instant,
  /** From when on the history is known. */
  earliest: instant,
  today: calendarDate,
  accommodations: z.array(accommodationOutput),
  rateTypes: z.array(rateTypeOutput),
  stock: z.array(stockRowOutput),
  rates: z.array(rateRowOutput),
});

export type AsOfInput = z.infer<typeof asOfInput>;
export type PastCalendar = z.infer<typeof asOfOutput>;
export type CellInput = z.infer<typeof cellInput>;
export type CellEvent = z.infer<typeof cellEvent>;
export type CellHistory = z.infer<typeof cellOutput>;
