import * as z from 'zod/mini';
import { nightValues } from '#server/domain/bulk-updates/schema.ts';
import { itemState } from '#server/domain/pushes/schema.ts';
import { calendarDate, instant, upstreamId, uuid } from '#server/kernel/wire.ts';

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

export type CellInput = z.infer<typeof cellInput>;
export type CellEvent = z.infer<typeof cellEvent>;
export type CellHistory = z.infer<typeof cellOutput>;
