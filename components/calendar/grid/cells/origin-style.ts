import type { CSSProperties } from 'react';
import type { BookingOrigin } from '#server/domain/bookings/schema.ts';

const TOKEN: Record<BookingOrigin, string> = {
  OpenSystem: 'opensystem',
  ResaLocale: 'resalocale',
  Xotelia: 'xotelia',
  Booking: 'booking',
  unknown: 'unknown',
};

/** The initial that tells an origin apart without its colour. */
export const ORIGIN_GLYPH: Record<BookingOrigin, string> = {
  OpenSystem: 'O',
  ResaLocale: 'R',
  Xotelia: 'X',
  Booking: 'B',
  unknown: '?',
};

/** Ground and text colours of an origin. */
export function originStyle(origin: BookingOrigin): CSSProperties {
  const token = TOKEN[origin];
  return { backgroundColor: `var(--origin-${token})`, color: `var(--origin-${token}-ink)` };
}
