import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { instant, orgId } from '../columns.ts';

/** Bookings whose guest was erased, by keyed hash: a later read of them stays without the guest. */
export const guestErasure = sqliteTable(
  'guest_erasure',
  {
    orgId: orgId(),
    /** HMAC-SHA-256 of supplier and booking id under the organisation's erasure key. */
    bookingHash: text('booking_hash').notNull(),
    erasedAt: instant('erased_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.bookingHash] })],
);
