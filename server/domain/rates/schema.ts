import * as z from 'zod/mini';
import { freshnessOutput } from '#server/domain/suppliers/schema.ts';
import { calendarDate, cents, instant, spanChecks, upstreamId, uuid } from '#server/kernel/wire.ts';

/** Bounds of what an owner may type; values upstream outside them are kept while untouched. */
export const RATE_LIMITS = {
  maxPriceCents: 99_999_99,
  maxStayNights: 365,
  maxGuests: 99,
  horizonYears: 3,
} as const;

/** Price of a night in cents for a number of guests; null = upstream names no number. */
export const occupancyPriceOutput = z.strictObject({
  guests: z.nullable(z.int()),
  priceCents: cents,
});

/** What holds for a night under a rate type. */
export const rateValuesOutput = z.strictObject({
  open: z.boolean(),
  minStay: z.nullable(z.int()),
  maxStay: z.nullable(z.int()),
  arrivalAllowed: z.boolean(),
  departureAllowed: z.boolean(),
  prices: z.array(occupancyPriceOutput),
});

/** Consecutive nights with equal values, both ends included. */
export const rateRunOutput = z.extend(rateValuesOutput, { from: calendarDate, to: calendarDate });

/** The runs of one accommodation under one rate type. */
export const rateRowOutput = z.strictObject({
  accommodationId: upstreamId,
  rateTypeId: upstreamId,
  /** The number of guests whose price the grid shows; null = the price without a number. */
  referenceGuests: z.nullable(z.int()),
  runs: z.array(rateRunOutput),
});

export const ratesGetInput = z
  .strictObject({
    supplierId: upstreamId,
    accommodationId: upstreamId,
    rateTypeId: z.optional(upstreamId),
    from: calendarDate,
    to: calendarDate,
  })
  .check(...spanChecks());

export const rateDetailsInput = z.strictObject({
  supplierId: upstreamId,
  accommodationId: upstreamId,
  rateTypeId: upstreamId,
  date: calendarDate,
});

export const ratesOutput = z.strictObject({
  ...freshnessOutput,
  rates: z.array(rateRowOutput),
});

/** One night, with who changed it last: a person or program here, or upstream without us. */
export const rateDetailsOutput = z.strictObject({
  ...freshnessOutput,
  date: calendarDate,
  /** Null = the night has no rate. */
  night: z.nullable(rateValuesOutput),
  units: z.nullable(z.int()),
  lastChange: z.nullable(
    z.strictObject({
      at: instant,
      cause: z.enum(['upstream', 'push']),
      actorName: z.nullable(z.string()),
      batchId: z.nullable(uuid),
      before: z.nullable(rateValuesOutput),
      after: z.nullable(rateValuesOutput),
    }),
  ),
});

export type RatesView = z.infer<typeof ratesOutput>;
export type RateDetails = z.infer<typeof rateDetailsOutput>;
export type RateValues = z.infer<typeof rateValuesOutput>;
export type OccupancyPrice = z.infer<typeof occupancyPriceOutput>;
export type RateRun = z.infer<typeof rateRunOutput>;
export type RateRow = z.infer<typeof rateRowOutput>;
