import * as z from 'zod/mini';
import { mirrorWarning } from '#server/domain/suppliers/schema.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { calendarDate, cents, instant, rule, upstreamId, uuid } from '#server/kernel/wire.ts';

export const bookingOrigin = z.enum(['OpenSystem', 'ResaLocale', 'Xotelia', 'Booking', 'unknown']);
export const bookingState = z.enum(['confirmed', 'cancelled']);

/** A stay line: arrival ≤ night < departure. */
export const stayOutput = z.strictObject({
  accommodationId: upstreamId,
  arrival: calendarDate,
  departure: calendarDate,
  units: z.int(),
  guests: z.nullable(z.int()),
});

/** A booking as the calendar and the lists show it; `id` is upstream's integer or our UUID. */
export const bookingOutput = z.strictObject({
  id: z.union([upstreamId, uuid]),
  reference: z.nullable(z.string()),
  origin: bookingOrigin,
  state: bookingState,
  stays: z.array(stayOutput),
  guestName: z.nullable(z.string()),
  totalCents: z.nullable(cents),
  currency: z.string(),
  isPendingSync: z.boolean(),
  isObsolete: z.boolean(),
});

export const bookingListItemOutput = z.extend(bookingOutput, {
  createdAt: z.nullable(instant),
  modifiedAt: z.nullable(instant),
});

export const bookingsListInput = z
  .strictObject({
    supplierId: upstreamId,
    from: z.optional(calendarDate),
    to: z.optional(calendarDate),
    origin: z.optional(bookingOrigin),
    state: z.optional(bookingState),
    cursor: z.optional(z.string().check(z.maxLength(200))),
    limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
  })
  .check(
    rule(
      ({ from, to }) =>
        from === undefined || to === undefined || toEpochDay(from) <= toEpochDay(to),
      'reversed_range',
      ['to'],
    ),
  );

export const bookingsPageOutput = z.strictObject({
  items: z.array(bookingListItemOutput),
  nextCursor: z.nullable(z.string()),
  asOf: z.nullable(instant),
  warnings: z.array(mirrorWarning),
});

export type BookingsPage = z.infer<typeof bookingsPageOutput>;
export type BookingOrigin = z.infer<typeof bookingOrigin>;
export type BookingView = z.infer<typeof bookingOutput>;
export type BookingListItem = z.infer<typeof bookingListItemOutput>;
