import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { bookingRows } from '#server/domain/bookings/data.ts';
import { freshnessView } from '#server/domain/mirror/freshness.ts';
import { linkRows, rateTypeRows } from '#server/domain/rate-types/data.ts';
import { rateRows } from '#server/domain/rates/data.ts';
import { rateRowsOf, stockRowsOf } from '#server/domain/rates/rows.ts';
import { stockRows } from '#server/domain/stock/data.ts';
import {
  accommodationRows,
  mirrorParts,
  onlySupplier,
  supplierRows,
} from '#server/domain/suppliers/data.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import { type CalendarDate, dateInZone, toEpochDay } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import type { CalendarView } from './schema.ts';

/** No supplier has more stays than this in three years; a bound for the read, not a page. */
const MAX_BOOKINGS = 20_000;

/**
 * Everything the calendar shows for the nights `from`..`to` (both included), from the mirror in one
 * round trip. Never calls upstream.
 * @throws {DomainError} NOT_FOUND when the supplier is not the caller's.
 */
export async function getCalendar(
  { database, clock }: { database: Database; clock: Clock },
  { actor }: Call,
  input: { supplierId: number; from: CalendarDate; to: CalendarDate },
): Promise<CalendarView> {
  const { supplierId } = input;
  const tenant = actor.tenant;
  const scope = { tenant, supplierId, from: toEpochDay(input.from), to: toEpochDay(input.to) };
  const [suppliers, parts, accommodations, rateTypes, links, stock, rates, bookings] =
    await readTogether(database, [
      supplierRows(tenant, supplierId),
      mirrorParts(tenant, supplierId),
      accommodationRows(tenant, supplierId),
      rateTypeRows(tenant, supplierId),
      linkRows(tenant, supplierId),
      stockRows(scope),
      rateRows(scope),
      bookingRows({ ...scope, limit: MAX_BOOKINGS }),
    ]);
  const supplier = onlySupplier(suppliers);
  const now = clock.now();
  const listed = new Set(accommodations.map(({ id }) => id));
  const shownLinks = links.filter((link) => listed.has(link.accommodationId));
  return {
    ...freshnessView(parts, supplier.changedAt, now),
    today: dateInZone(now, supplier.timezone),
    accommodations: accommodations.map((accommodation) => ({
      ...accommodation,
      rateTypeIds: shownLinks
        .filter((link) => link.accommodationId === accommodation.id)
        .map((link) => link.rateTypeId),
    })),
    rateTypes,
    stock: stockRowsOf([...listed], stock),
    rates: rateRowsOf(shownLinks, rates),
    bookings: bookings.map(({ place: _, createdAt: _c, modifiedAt: _m, ...view }) => view),
  };
}
