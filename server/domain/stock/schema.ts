import * as z from 'zod/mini';
import { freshnessOutput } from '#server/domain/suppliers/schema.ts';
import { calendarDate, idempotencyKey, rule, spanChecks, upstreamId } from '#server/kernel/wire.ts';

/** The most units any accommodation may hold. */
export const MAX_UNITS = 999;

/** Consecutive nights with equal units left to sell, both ends included. */
export const stockRunOutput = z.strictObject({
  from: calendarDate,
  to: calendarDate,
  units: z.int(),
});

/** The runs of one accommodation. Nights without a run have unknown stock. */
export const stockRowOutput = z.strictObject({
  accommodationId: upstreamId,
  runs: z.array(stockRunOutput),
});

export const stockGetInput = z
  .strictObject({
    supplierId: upstreamId,
    accommodationId: upstreamId,
    from: calendarDate,
    to: calendarDate,
  })
  .check(...spanChecks());

/** A number of units that may be typed. */
export const unitsInput = z.int().check(z.minimum(0), z.maximum(MAX_UNITS));

export const stockSetInput = z.strictObject({
  supplierId: upstreamId,
  accommodationId: upstreamId,
  idempotencyKey,
  days: z.array(z.strictObject({ date: calendarDate, units: unitsInput })).check(
    rule((days) => days.length > 0, 'empty'),
    z.maxLength(5000),
  ),
});

export const stockOutput = z.extend(stockRowOutput, freshnessOutput);

export type StockView = z.infer<typeof stockOutput>;
export type StockRow = z.infer<typeof stockRowOutput>;
