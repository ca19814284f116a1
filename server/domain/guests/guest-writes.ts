import { sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';

/**
 * SQL of a booking's details without the guest: what was sold, for how many and for how much stays
 * for accounting. Only what is named here stays, so that what is added to the details is not kept
 * by oversight. The words on a payment go, since banks put the payer's name there, as do those of
 * the state, which are free text upstream. A second time it
 * changes nothing.
 */
export function withoutGuest(detail: string): string {
  return `json_object('contact', NULL, 'supplements', ${detail} -> '$.supplements',
    'payments', (SELECT json_group_array(json_object('label', '',
        'amountCents', value -> '$.amountCents', 'paidAt', value -> '$.paidAt'))
      FROM json_each(${detail}, '$.payments')),
    'warnings', json_array(),
    'stays', (SELECT json_group_array(json_object('ages', value -> '$.ages',
        'supplements', value -> '$.supplements', 'remarks', NULL,
        'rateTypeLabel', value -> '$.rateTypeLabel'))
      FROM json_each(${detail}, '$.stays')))`;
}

/** SQL that says whether a row of `booking` still holds anything of its guest. */
export const HOLDS_GUEST = `(guest_name IS NOT NULL OR status_text IS NOT NULL
  OR detail_json <> ${withoutGuest('detail_json')})`;

/** A booking of a tenant. */
export interface BookingKey {
  readonly supplierId: number;
  readonly bookingId: number;
}

/** The statement that takes the guest out of some bookings; of those that ended before a day, if given. */
export function forgetGuests(
  { db }: Database,
  tenant: TenantId,
  bookings: readonly BookingKey[],
  endedBefore: EpochDay = Number.MAX_SAFE_INTEGER,
): Statement {
  return db.run(sql`UPDATE booking SET guest_name = NULL, status_text = NULL,
      detail_json = ${sql.raw(withoutGuest('detail_json'))}
    WHERE org_id = ${tenant} AND last_departure_day < ${endedBefore} AND (supplier_id, booking_id) IN
      (SELECT value ->> 0, value ->> 1 FROM json_each(${keysJson(bookings)}))`);
}

/** Bookings as JSON for a statement: pairs of supplier and booking id. */
export function keysJson(bookings: readonly BookingKey[]): string {
  return JSON.stringify(bookings.map(({ supplierId, bookingId }) => [supplierId, bookingId]));
}
