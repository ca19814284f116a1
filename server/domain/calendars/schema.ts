import * as z from 'zod/mini';
import { bookingOutput } from '#server/domain/bookings/schema.ts';
import { rateTypeOutput } from '#server/domain/rate-types/schema.ts';
import { rateRowOutput } from '#server/domain/rates/schema.ts';
import { stockRowOutput } from '#server/domain/stock/schema.ts';
import { accommodationOutput, freshnessOutput } from '#server/domain/suppliers/schema.ts';
import { calendarDate, spanChecks, upstreamId } from '#server/kernel/wire.ts';

export const calendarGetInput = z
  .strictObject({ supplierId: upstreamId, from: calendarDate, to: calendarDate })
  .check(...spanChecks());

/** Everything the calendar page shows for a span of nights, as runs. */
export const calendarOutput = z.strictObject({
  ...freshnessOutput,
  /** The supplier's own date; nights before it are past. */
  today: calendarDate,
  /** ISO weekdays (1 = Monday) of the nights that are weekend nights. */
  weekendNights: z.array(z.int()),
  accommodations: z.array(accommodationOutput),
  rateTypes: z.array(rateTypeOutput),
  stock: z.array(stockRowOutput),
  rates: z.array(rateRowOutput),
  bookings: z.array(bookingOutput),
});

export type CalendarView = z.infer<typeof calendarOutput>;
