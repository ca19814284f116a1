import { sql } from 'drizzle-orm';
import type { Statement } from '#server/db/client.ts';
import { withoutGuest } from '#server/domain/guests/guest-writes.ts';
import type { GuestPolicy } from '#server/domain/guests/load-policy.ts';
import type { Refreshing } from '#server/domain/mirror/refresh-parts.ts';
import type { UpstreamBooking } from '#server/domain/suppliers/upstream.ts';
import { type EpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';

/** Which bookings are kept, and which of them without their guest. */
export interface BookingKeeping {
  /** Bookings whose stays all ended before this day are left out. */
  readonly oldest: EpochDay;
  readonly guests: GuestPolicy;
}

/**
 * The statements that make the mirror hold a booking as just read. One whose stays all ended before
 * `oldest`, or that has no stay, is taken out. One whose guest was erased, or is kept no longer, is
 * held without the guest, whatever upstream tells.
 */
export function bookingWrites(
  refreshing: Refreshing,
  booking: UpstreamBooking,
  { oldest, guests }: BookingKeeping,
): Statement[] {
  const { database, tenant, supplierId } = refreshing;
  const own = sql`org_id = ${tenant} AND supplier_id = ${supplierId} AND booking_id = ${booking.id}`;
  const cleared = [
    database.db.run(sql`DELETE FROM unread_booking WHERE ${own}`),
    database.db.run(sql`DELETE FROM booking_stay WHERE ${own}`),
  ];
  const departures = booking.stays.map((stay) => toEpochDay(stay.departure));
  const lastDeparture = Math.max(...departures);
  if (departures.length === 0 || lastDeparture < oldest)
    return [...cleared, database.db.run(sql`DELETE FROM booking WHERE ${own}`)];
  return [
    ...cleared,
    headWrite(refreshing, booking, lastDeparture, guests),
    stayWrites(refreshing, booking),
  ];
}

function headWrite(
  { database, clock, tenant, supplierId }: Refreshing,
  booking: UpstreamBooking,
  lastDeparture: EpochDay,
  { hashOf, keptFrom }: GuestPolicy,
): Statement {
  const firstArrival = Math.min(...booking.stays.map((stay) => toEpochDay(stay.arrival)));
  const readAt = clock.now();
  const isOld = lastDeparture < keptFrom ? 1 : 0;
  return database.db.run(sql`INSERT OR REPLACE INTO booking (org_id, supplier_id, booking_id, origin,
      reference, state, status_text, guest_name, total_cents, commission_cents, currency, created_at,
      modified_at, first_arrival_day, last_departure_day, detail_json, read_at, modification_seen_at)
    SELECT ${tenant}, ${supplierId}, ${booking.id}, ${booking.origin}, ${booking.reference},
      ${booking.state}, iif(read.without, NULL, ${booking.statusText}),
      iif(read.without, NULL, ${booking.guestName}),
      ${booking.totalCents}, ${booking.commissionCents}, ${booking.currency}, ${booking.createdAt},
      ${booking.modifiedAt}, ${firstArrival}, ${lastDeparture},
      iif(read.without, ${sql.raw(withoutGuest('read.detail'))}, read.detail), ${readAt},
      coalesce((SELECT modification_seen_at FROM booking WHERE org_id = ${tenant}
        AND supplier_id = ${supplierId} AND booking_id = ${booking.id}
        AND modified_at = ${booking.modifiedAt}), ${readAt})
    FROM (SELECT ${JSON.stringify(booking.detail)} AS detail,
      ${isOld} OR EXISTS (SELECT 1 FROM guest_erasure WHERE org_id = ${tenant}
        AND booking_hash = ${hashOf(booking.id)}) AS without) AS read`);
}

function stayWrites(
  { database, tenant, supplierId }: Refreshing,
  booking: UpstreamBooking,
): Statement {
  const lines = booking.stays.map((stay, line) => [
    line,
    stay.accommodationId,
    toEpochDay(stay.arrival),
    toEpochDay(stay.departure),
    stay.units,
    stay.guests,
    stay.amountCents,
    stay.rateTypeId,
  ]);
  return database.db.run(sql`INSERT INTO booking_stay (org_id, supplier_id, booking_id, line,
      accommodation_id, arrival_day, departure_day, units, guests, amount_cents, rate_type_id)
    SELECT ${tenant}, ${supplierId}, ${booking.id}, value ->> 0, value ->> 1, value ->> 2,
      value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
    FROM json_each(${JSON.stringify(lines)})`);
}

/** A listed booking that upstream no longer knows counts as cancelled; the 404 is the evidence. */
export function cancelledWrites(
  { database, clock, tenant, supplierId }: Refreshing,
  bookingId: number,
): Statement[] {
  const own = sql`org_id = ${tenant} AND supplier_id = ${supplierId} AND booking_id = ${bookingId}`;
  return [
    database.db.run(sql`DELETE FROM unread_booking WHERE ${own}`),
    database.db.run(sql`UPDATE booking SET state = 'cancelled', status_text = 'HTTP 404',
      read_at = ${clock.now()} WHERE ${own}`),
  ];
}
