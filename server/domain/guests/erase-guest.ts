import { sql } from 'drizzle-orm';
import type { Statement } from '#server/db/client.ts';
import { emptyLog, overwriting } from '#server/db/forget.ts';
import { readTogether } from '#server/db/read.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { authorise, type Call, type TenantId } from '#server/domain/tenancy/actor.ts';
import { dateInZone, toEpochDay } from '#server/kernel/calendar-date.ts';
import { DomainError, notFound } from '#server/kernel/errors.ts';
import { type GuestBooking, guestBookings } from './data.ts';
import { guestRecords } from './export-guest.ts';
import { findBookings, type GuestDeps, isOver } from './find-guest.ts';
import { type BookingKey, forgetGuests } from './guest-writes.ts';
import { loadBookingHash } from './load-policy.ts';
import type { GuestInput } from './schema.ts';

/** How often it is tried again when upstream moved a stay in between. */
const TRIES = 3;

interface Erasure {
  readonly erased: BookingKey[];
  /** Stays that are not over. */
  readonly kept: BookingKey[];
}

/**
 * Takes a guest out of all their bookings that are over, for good: a keyed hash of each stays, by
 * which every later read of it is stored without the guest. Amounts, dates, origin and state stay
 * for accounting.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (nothing is held), BAD_REQUEST (no telephone number),
 *   CONFLICT (upstream keeps moving the stays).
 */
export async function eraseGuest(
  deps: GuestDeps,
  call: Call,
  { guest }: { guest: GuestInput },
): Promise<Erasure> {
  const { database, clock } = deps;
  const tenant = authorise(call, 'guests:write');
  const hash = await loadBookingHash(deps, tenant);
  for (let tries = 0; tries < TRIES; tries++) {
    const { matchedBy, keys } = await findBookings(database, tenant, guest);
    if (keys.length === 0) throw notFound();
    const [bookings] = await readTogether(database, [guestBookings(tenant, keys)]);
    const now = clock.now();
    const over = bookings.filter((booking) => isOver(booking, now));
    const kept = bookings.filter((booking) => !over.includes(booking)).map(keyOf);
    if (over.length === 0) return { erased: [], kept };
    const erased = over.map(keyOf);
    const statements = [
      ...overwriting(database),
      forgetGuests(database, tenant, erased),
      tombstones(deps, tenant, erased.map(hash)),
      ...guestRecords(deps, call, 'guest.erase', erased, (idsOf) => ({
        ...{ matchedBy, erased: idsOf(erased), kept: idsOf(kept) },
      })),
    ];
    if (!(await batchIf(database, stillOver(tenant, over, now), statements))) continue;
    await emptyLog(database);
    return { erased, kept };
  }
  throw new DomainError('CONFLICT', { reason: 'The stays changed while they were erased' });
}

function keyOf({ supplierId, bookingId }: BookingKey): BookingKey {
  return { supplierId, bookingId };
}

/** A refresh may have moved a stay into the future since it was looked at. */
function stillOver(tenant: TenantId, over: readonly GuestBooking[], now: number) {
  const wanted = over.map(({ supplierId, bookingId, timezone }) => {
    return [supplierId, bookingId, toEpochDay(dateInZone(now, timezone))];
  });
  return sql`(SELECT count(*) FROM json_each(${JSON.stringify(wanted)}) AS wanted
    JOIN booking b ON b.org_id = ${tenant} AND b.supplier_id = wanted.value ->> 0
      AND b.booking_id = wanted.value ->> 1
    WHERE b.state = 'cancelled' OR b.last_departure_day < wanted.value ->> 2) = ${over.length}`;
}

function tombstones(
  { database, clock }: GuestDeps,
  tenant: TenantId,
  hashes: readonly string[],
): Statement {
  return database.db.run(sql`INSERT INTO guest_erasure (org_id, booking_hash, erased_at)
    SELECT ${tenant}, value, ${clock.now()} FROM json_each(${JSON.stringify(hashes)}) WHERE true
    ON CONFLICT DO NOTHING`);
}
