import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { freshnessView } from '#server/domain/mirror/freshness.ts';
import { mirrorParts, onlySupplier, supplierRows } from '#server/domain/suppliers/data.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import { type CalendarDate, toEpochDay } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest } from '#server/kernel/errors.ts';
import { bookingRows } from './data.ts';
import type { BookingOrigin, BookingsPage, BookingView } from './schema.ts';

interface ListInput {
  readonly supplierId: number;
  readonly from?: CalendarDate | undefined;
  readonly to?: CalendarDate | undefined;
  readonly origin?: BookingOrigin | undefined;
  readonly state?: BookingView['state'] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/**
 * A page of bookings with a night in `from`..`to` (both included), by first arrival.
 * @throws {DomainError} NOT_FOUND (supplier), BAD_REQUEST (cursor).
 */
export async function listBookings(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  input: ListInput,
): Promise<BookingsPage> {
  const { supplierId, from, to, origin, state, limit } = input;
  const tenant = authorise(call, 'read', supplierId);
  const [suppliers, parts, rows] = await readTogether(database, [
    supplierRows(tenant, supplierId),
    mirrorParts(tenant, supplierId),
    bookingRows({
      tenant,
      supplierId,
      from: from === undefined ? null : toEpochDay(from),
      to: to === undefined ? null : toEpochDay(to),
      origin,
      state,
      after: input.cursor === undefined ? undefined : placeOf(input.cursor),
      limit: limit + 1,
    }),
  ]);
  const supplier = onlySupplier(suppliers);
  const ofBookings = parts.filter(({ part }) => part === 'bookings');
  const { asOf, warnings } = freshnessView(
    ofBookings,
    { ...supplier, changedAt: null },
    clock.now(),
  );
  const page = rows.slice(0, limit);
  const last = page[page.length - 1];
  return {
    asOf,
    warnings,
    items: page.map(({ place: _, ...item }) => item),
    nextCursor: rows.length > limit && last ? cursorOf(last.place) : null,
  };
}

type Place = { readonly arrivalDay: number; readonly bookingId: number };

function cursorOf({ arrivalDay, bookingId }: Place): string {
  return `${arrivalDay}.${bookingId}`;
}

function placeOf(cursor: string): Place {
  const [arrivalDay, bookingId, ...rest] = cursor.split('.').map(Number);
  if (!Number.isSafeInteger(arrivalDay) || !Number.isSafeInteger(bookingId) || rest.length > 0)
    throw badRequest([{ path: 'cursor', code: 'invalid_value' }]);
  return { arrivalDay: arrivalDay ?? 0, bookingId: bookingId ?? 0 };
}
