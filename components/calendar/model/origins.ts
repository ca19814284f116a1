import type { BookingOrigin } from '#server/domain/bookings/schema.ts';

/** Every origin, in the order of the legend. */
export const bookingOrigins: readonly BookingOrigin[] = [
  'OpenSystem',
  'ResaLocale',
  'Xotelia',
  'Booking',
  'unknown',
];
