import type { Row } from '@libsql/client';
import {
  jsonIn,
  maybeNumberIn,
  maybeTextIn,
  numberIn,
  type Query,
  textIn,
} from '#server/db/read.ts';
import type { BookingOrigin } from '#server/domain/bookings/schema.ts';
import { DEFAULT_SETTINGS } from '#server/domain/settings/rules.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { type EpochDay, fromEpochDay } from '#server/kernel/calendar-date.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import { type BookingKey, HOLDS_GUEST, keysJson } from './guest-writes.ts';

/** How a guest can be reached, as a booking tells it. */
export interface GuestContact extends BookingKey {
  readonly email: string | null;
  readonly phones: readonly string[];
}

/** A booking of a guest with what decides about its erasure. */
export interface GuestBooking extends BookingKey {
  readonly reference: string | null;
  readonly origin: BookingOrigin;
  readonly guestName: string | null;
  readonly isCancelled: boolean;
  readonly arrivalDay: EpochDay;
  readonly departureDay: EpochDay;
  readonly totalCents: number | null;
  readonly currency: string;
  /** Zone of the property, whose date says whether a stay is over. */
  readonly timezone: string;
}

/** How the guests of an organisation can be reached, booking by booking. */
export function guestContacts(tenant: TenantId): Query<GuestContact[]> {
  return {
    sql: `SELECT supplier_id, booking_id, detail_json ->> '$.contact.email' AS email,
        coalesce(detail_json -> '$.contact.phones', '[]') AS phones
      FROM booking WHERE org_id = ? AND detail_json ->> '$.contact' IS NOT NULL`,
    args: [tenant],
    read: (rows) => rows.map(contactOf),
  };
}

/** How the guest of one booking can be reached; null = there is no such booking. */
export function guestContact(tenant: TenantId, booking: BookingKey): Query<GuestContact | null> {
  return {
    sql: `SELECT supplier_id, booking_id, detail_json ->> '$.contact.email' AS email,
        coalesce(detail_json -> '$.contact.phones', '[]') AS phones
      FROM booking WHERE org_id = ? AND supplier_id = ? AND booking_id = ?`,
    args: [tenant, booking.supplierId, booking.bookingId],
    read: ([row]) => (row ? contactOf(row) : null),
  };
}

function contactOf(row: Row): GuestContact {
  return {
    ...keyOf(row),
    email: maybeTextIn(row, 'email'),
    phones: jsonIn<string[]>(row, 'phones'),
  };
}

function keyOf(row: Row): BookingKey {
  return { supplierId: numberIn(row, 'supplier_id'), bookingId: numberIn(row, 'booking_id') };
}

const OF_KEYS = `FROM json_each(?) AS wanted JOIN booking b ON b.org_id = ?
    AND b.supplier_id = wanted.value ->> 0 AND b.booking_id = wanted.value ->> 1
  JOIN supplier s ON s.org_id = b.org_id AND s.supplier_id = b.supplier_id`;

/** Some bookings of a tenant, in order of arrival. */
export function guestBookings(
  tenant: TenantId,
  bookings: readonly BookingKey[],
): Query<GuestBooking[]> {
  return {
    sql: `SELECT b.supplier_id, b.booking_id, b.reference, b.origin, b.guest_name, b.state,
        b.first_arrival_day, b.last_departure_day, b.total_cents, b.currency, s.timezone ${OF_KEYS}
      ORDER BY b.first_arrival_day, b.supplier_id, b.booking_id`,
    args: [keysJson(bookings), tenant],
    read: (rows) =>
      rows.map((row) => ({
        ...keyOf(row),
        reference: maybeTextIn(row, 'reference'),
        origin: textIn(row, 'origin') as BookingOrigin,
        guestName: maybeTextIn(row, 'guest_name'),
        isCancelled: textIn(row, 'state') === 'cancelled',
        arrivalDay: numberIn(row, 'first_arrival_day'),
        departureDay: numberIn(row, 'last_departure_day'),
        totalCents: maybeNumberIn(row, 'total_cents'),
        currency: textIn(row, 'currency'),
        timezone: textIn(row, 'timezone'),
      })),
  };
}

interface StoredDetail extends Readonly<Record<string, unknown>> {
  readonly stays: readonly Readonly<Record<string, unknown>>[];
}

type StoredStay = [
  line: number,
  accommodationId: number,
  arrivalDay: EpochDay,
  departureDay: EpochDay,
  units: number,
  guests: number | null,
  amountCents: number | null,
  rateTypeId: number | null,
];

/** Everything that is held of some bookings of a tenant, in order of arrival. */
export function wholeBookings(
  tenant: TenantId,
  bookings: readonly BookingKey[],
): Query<Record<string, unknown>[]> {
  return {
    sql: `SELECT b.*, s.name AS property, (SELECT json_group_array(json_array(line, accommodation_id,
          arrival_day, departure_day, units, guests, amount_cents, rate_type_id))
        FROM booking_stay l WHERE l.org_id = b.org_id AND l.supplier_id = b.supplier_id
          AND l.booking_id = b.booking_id) AS stays ${OF_KEYS}
      ORDER BY b.first_arrival_day, b.supplier_id, b.booking_id`,
    args: [keysJson(bookings), tenant],
    read: (rows) => rows.map(wholeBooking),
  };
}

function wholeBooking(row: Row): Record<string, unknown> {
  const { stays: stayDetails, ...detail } = jsonIn<StoredDetail>(row, 'detail_json');
  const stays = jsonIn<StoredStay[]>(row, 'stays').sort((a, b) => a[0] - b[0]);
  return {
    ...keyOf(row),
    property: textIn(row, 'property'),
    origin: textIn(row, 'origin'),
    reference: maybeTextIn(row, 'reference'),
    state: textIn(row, 'state'),
    statusText: maybeTextIn(row, 'status_text'),
    guestName: maybeTextIn(row, 'guest_name'),
    totalCents: maybeNumberIn(row, 'total_cents'),
    commissionCents: maybeNumberIn(row, 'commission_cents'),
    currency: textIn(row, 'currency'),
    createdAt: instantIn(row, 'created_at'),
    modifiedAt: instantIn(row, 'modified_at'),
    readAt: instantIn(row, 'read_at'),
    ...detail,
    stays: stays.map(([line, accommodationId, arrival, departure, ...rest]) => ({
      accommodationId,
      arrival: fromEpochDay(arrival),
      departure: fromEpochDay(departure),
      units: rest[0],
      guests: rest[1],
      amountCents: rest[2],
      rateTypeId: rest[3],
      ...stayDetails[line],
    })),
  };
}

function instantIn(row: Row, column: string): string | null {
  const value = maybeNumberIn(row, column);
  return value === null ? null : isoInstant(value);
}

/** Which of some hashes are of erased bookings. */
export function erasedHashes(
  tenant: TenantId,
  hashes: readonly string[],
): Query<ReadonlySet<string>> {
  return {
    sql: `SELECT booking_hash FROM guest_erasure
      WHERE org_id = ? AND booking_hash IN (SELECT value FROM json_each(?))`,
    args: [tenant, JSON.stringify(hashes)],
    read: (rows) => new Set(rows.map((row) => textIn(row, 'booking_hash'))),
  };
}

/** The organisation's sealed key of those hashes; null before it was made. */
export function sealedErasureKey(tenant: TenantId): Query<string | null> {
  return {
    sql: 'SELECT erasure_key_jwe FROM organization WHERE id = ?',
    args: [tenant],
    read: ([row]) => (row ? maybeTextIn(row, 'erasure_key_jwe') : null),
  };
}

/** The organisation's name. */
export function organisationName(tenant: TenantId): Query<string> {
  return {
    sql: 'SELECT name FROM organization WHERE id = ?',
    args: [tenant],
    read: ([row]) => (row ? textIn(row, 'name') : ''),
  };
}

/** For how many months after the last departure a supplier's guests' data are kept. */
export function retentionMonths(tenant: TenantId, supplierId: number): Query<number> {
  return {
    sql: 'SELECT retention_months FROM supplier_setting WHERE org_id = ? AND supplier_id = ?',
    args: [tenant, supplierId],
    read: ([row]) => (row ? numberIn(row, 'retention_months') : DEFAULT_SETTINGS.retentionMonths),
  };
}

/** Bookings that ended before a day and still hold something of their guest, by id. */
export function bookingsToExpire(
  tenant: TenantId,
  supplierId: number,
  scope: { readonly before: EpochDay; readonly afterId: number; readonly limit: number },
): Query<number[]> {
  return {
    sql: `SELECT booking_id FROM booking WHERE org_id = ? AND supplier_id = ?
        AND last_departure_day < ? AND booking_id > ? AND ${HOLDS_GUEST}
      ORDER BY booking_id LIMIT ?`,
    args: [tenant, supplierId, scope.before, scope.afterId, scope.limit],
    read: (rows) => rows.map((row) => numberIn(row, 'booking_id')),
  };
}
