import type { Database } from '#server/db/client.ts';
import { KeptRows } from '#server/db/kept-rows.ts';
import { readTogether } from '#server/db/read.ts';
import { freshnessView } from '#server/domain/mirror/freshness.ts';
import type { RateRunRow } from '#server/domain/rates/data.ts';
import { rateRowsOf, stockRowsOf } from '#server/domain/rates/rows.ts';
import { onlySupplier } from '#server/domain/suppliers/data.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import { type CalendarDate, dateInZone, toEpochDay } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { calendarQueries } from './data.ts';
import type { CalendarView } from './schema.ts';

/** Runs of rates kept in memory, about 1 kB each. */
const MAX_KEPT_RUNS = 50_000;

const keptRates = new WeakMap<Database, KeptRows<RateRunRow[]>>();

function keptRatesOf(database: Database): KeptRows<RateRunRow[]> {
  const known = keptRates.get(database);
  if (known !== undefined) return known;
  const made = new KeptRows<RateRunRow[]>(MAX_KEPT_RUNS, (rows) =>
    rows.reduce((sum, { runs }) => sum + runs.length, 1),
  );
  keptRates.set(database, made);
  return made;
}

/**
 * Everything the calendar shows for the nights `from`..`to` (both included), from the mirror in one
 * round trip; the rates, by far the most of it, only when they changed. Never calls upstream.
 * @throws {DomainError} NOT_FOUND when the supplier is not the caller's.
 */
export async function getCalendar(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  input: { supplierId: number; from: CalendarDate; to: CalendarDate },
): Promise<CalendarView> {
  const { supplierId } = input;
  const tenant = authorise(call, 'read', supplierId);
  const scope = { tenant, supplierId, from: toEpochDay(input.from), to: toEpochDay(input.to) };
  const kept = keptRatesOf(database);
  const key = [tenant, supplierId, scope.from, scope.to].join();
  const known = kept.get(key);
  const [suppliers, parts, accommodations, rateTypes, links, stock, version, read, bookings] =
    await readTogether(database, calendarQueries(scope, known?.version ?? null));
  const supplier = onlySupplier(suppliers);
  const rates = known?.version === version ? known : { version, rows: read };
  if (rates !== known) {
    for (const { runs } of read) Object.freeze(runs);
    kept.set(key, rates);
  }
  const now = clock.now();
  const listed = new Set(accommodations.map(({ id }) => id));
  const shownLinks = links.filter((link) => listed.has(link.accommodationId));
  return {
    ...freshnessView(parts, supplier, now),
    today: dateInZone(now, supplier.timezone),
    weekendNights: [...supplier.weekendNights],
    accommodations: accommodations.map((accommodation) => ({
      ...accommodation,
      rateTypeIds: shownLinks
        .filter((link) => link.accommodationId === accommodation.id)
        .map((link) => link.rateTypeId),
    })),
    rateTypes,
    stock: stockRowsOf([...listed], stock),
    rates: rateRowsOf(shownLinks, rates.rows),
    bookings: bookings.map(({ place: _, createdAt: _c, modifiedAt: _m, ...view }) => view),
  };
}
