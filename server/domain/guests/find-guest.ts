import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import type { KeyVault } from '#server/domain/suppliers/ports.ts';
import { authorise, type Call, type TenantId } from '#server/domain/tenancy/actor.ts';
import { dateInZone, fromEpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest, notFound } from '#server/kernel/errors.ts';
import {
  erasedHashes,
  type GuestBooking,
  type GuestContact,
  guestBookings,
  guestContact,
  guestContacts,
} from './data.ts';
import type { BookingKey } from './guest-writes.ts';
import { loadBookingHash } from './load-policy.ts';
import { normalEmail, normalPhone } from './rules.ts';
import type { GuestInput, GuestView } from './schema.ts';

export interface GuestDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly vault: KeyVault;
}

/** The bookings of one guest and what they were found by. */
export interface GuestMatch {
  readonly matchedBy: GuestView['matchedBy'];
  readonly keys: readonly BookingKey[];
}

/**
 * The bookings of one guest across the organisation's properties; none for an address or a number
 * that no booking has.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (booking), BAD_REQUEST (no telephone number).
 */
export async function findGuest(
  { database, clock, vault }: GuestDeps,
  call: Call,
  { guest }: { guest: GuestInput },
): Promise<GuestView> {
  const tenant = authorise(call, 'guests:write');
  const { matchedBy, keys } = await findBookings(database, tenant, guest);
  const hash = await loadBookingHash({ database, vault }, tenant);
  const [rows, erased] = await readTogether(database, [
    guestBookings(tenant, keys),
    erasedHashes(tenant, keys.map(hash)),
  ]);
  const now = clock.now();
  const bookings = rows.map((row) => ({
    supplierId: row.supplierId,
    bookingId: row.bookingId,
    reference: row.reference,
    origin: row.origin,
    guestName: row.guestName,
    arrival: fromEpochDay(row.arrivalDay),
    departure: fromEpochDay(row.departureDay),
    totalCents: row.totalCents,
    currency: row.currency,
    isOver: isOver(row, now),
    isErased: erased.has(hash(row)),
  }));
  return { matchedBy, bookings };
}

/** Whether a guest's last departure has passed at the property, or they will not come. */
export function isOver(
  { isCancelled, departureDay, timezone }: GuestBooking,
  now: number,
): boolean {
  return isCancelled || departureDay < toEpochDay(dateInZone(now, timezone));
}

/**
 * The bookings of one guest: those with the same e-mail address, else with the same telephone
 * number, else the one that was named.
 * @throws {DomainError} NOT_FOUND (booking), BAD_REQUEST (no telephone number).
 */
export async function findBookings(
  database: Database,
  tenant: TenantId,
  guest: GuestInput,
): Promise<GuestMatch> {
  if ('email' in guest) return byEmail(database, tenant, normalEmail(guest.email));
  if ('phone' in guest) {
    const phone = normalPhone(guest.phone);
    if (phone === null) throw badRequest([{ path: 'guest.phone', code: 'invalid_value' }]);
    return byPhone(database, tenant, [phone]);
  }
  const [named] = await readTogether(database, [guestContact(tenant, guest)]);
  if (!named) throw notFound();
  const email = emailOf(named);
  if (email !== null) return byEmail(database, tenant, email);
  const phones = phonesOf(named);
  if (phones.length > 0) return byPhone(database, tenant, phones);
  return { matchedBy: 'booking', keys: [guest] };
}

// Compared here: only JavaScript knows how letters beyond ASCII fold and how numbers are written.
async function byEmail(
  database: Database,
  tenant: TenantId,
  email: string | null,
): Promise<GuestMatch> {
  const [contacts] = await readTogether(database, [guestContacts(tenant)]);
  return { matchedBy: 'email', keys: contacts.filter((contact) => emailOf(contact) === email) };
}

async function byPhone(
  database: Database,
  tenant: TenantId,
  phones: readonly string[],
): Promise<GuestMatch> {
  const [contacts] = await readTogether(database, [guestContacts(tenant)]);
  const isTheirs = (contact: GuestContact) =>
    phonesOf(contact).some((phone) => phones.includes(phone));
  return { matchedBy: 'phone', keys: contacts.filter(isTheirs) };
}

function emailOf({ email }: GuestContact): string | null {
  return email === null ? null : normalEmail(email);
}

function phonesOf({ phones }: GuestContact): string[] {
  return phones.flatMap((phone) => normalPhone(phone) ?? []);
}
