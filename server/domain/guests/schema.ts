import * as z from 'zod/mini';
import { bookingOrigin } from '#server/domain/bookings/schema.ts';
import { calendarDate, cents, instant, upstreamId } from '#server/kernel/wire.ts';

/** Where a guest is looked for: by what they gave, or by one of their bookings. */
export const guestInput = z.union([
  z.strictObject({ email: z.string().check(z.trim(), z.minLength(3), z.maxLength(320)) }),
  z.strictObject({ phone: z.string().check(z.trim(), z.minLength(4), z.maxLength(40)) }),
  z.strictObject({ supplierId: upstreamId, bookingId: upstreamId }),
]);

export const guestFindInput = z.strictObject({ guest: guestInput });

/** The bookings of one guest: same normalised e-mail, else same phone, else the one booking. */
export const guestOutput = z.strictObject({
  matchedBy: z.enum(['email', 'phone', 'booking']),
  bookings: z.array(
    z.strictObject({
      supplierId: upstreamId,
      bookingId: upstreamId,
      reference: z.nullable(z.string()),
      origin: bookingOrigin,
      guestName: z.nullable(z.string()),
      arrival: z.nullable(calendarDate),
      departure: z.nullable(calendarDate),
      totalCents: z.nullable(cents),
      currency: z.string(),
      /** Whether it was cancelled or the last departure has passed; before, nothing is erased. */
      isOver: z.boolean(),
      isErased: z.boolean(),
    }),
  ),
});

/** Everything that is held of the guest, as it is held. */
export const guestExportOutput = z.strictObject({
  exportedAt: instant,
  organisation: z.string(),
  matchedBy: z.enum(['email', 'phone', 'booking']),
  bookings: z.array(z.record(z.string(), z.unknown())),
});

export const guestEraseInput = z.strictObject({ guest: guestInput, confirm: z.literal(true) });

const bookingKey = z.strictObject({ supplierId: upstreamId, bookingId: upstreamId });

export const guestEraseOutput = z.strictObject({
  erased: z.array(bookingKey),
  /** Stays that are not over. */
  kept: z.array(bookingKey),
});

export type GuestInput = z.infer<typeof guestInput>;
export type GuestView = z.infer<typeof guestOutput>;
export type GuestExport = z.infer<typeof guestExportOutput>;
