import type { Query } from '#server/db/read.ts';
import { type BookingRow, bookingRows } from '#server/domain/bookings/data.ts';
import { type LinkRow, linkRows, rateTypeRows } from '#server/domain/rate-types/data.ts';
import type { RateTypeView } from '#server/domain/rate-types/schema.ts';
import { type RateRunRow, rateRunRows, ratesVersion } from '#server/domain/rates/data.ts';
import { type MirrorScope, stockRows } from '#server/domain/stock/data.ts';
import {
  type AccommodationRow,
  accommodationRows,
  mirrorParts,
  type SupplierPart,
  type SupplierRow,
  supplierRows,
} from '#server/domain/suppliers/data.ts';
import type { DayRuns } from '#server/kernel/day-runs.ts';

/** No supplier has more stays than this in three years; a bound for the read, not a page. */
const MAX_BOOKINGS = 20_000;

type CalendarQueries = readonly [
  suppliers: Query<SupplierRow[]>,
  parts: Query<SupplierPart[]>,
  accommodations: Query<AccommodationRow[]>,
  rateTypes: Query<RateTypeView[]>,
  links: Query<LinkRow[]>,
  stock: Query<Map<number, DayRuns<number>>>,
  ratesVersion: Query<string>,
  rates: Query<RateRunRow[]>,
  bookings: Query<BookingRow[]>,
];

/**
 * The queries of everything that a calendar shows for the nights of the scope. Of rates that are
 * still of the version `known` no rows come.
 */
export function calendarQueries(scope: MirrorScope, known: string | null): CalendarQueries {
  const { tenant, supplierId } = scope;
  return [
    supplierRows(tenant, supplierId),
    mirrorParts(tenant, supplierId),
    accommodationRows(tenant, supplierId),
    rateTypeRows(tenant, supplierId),
    linkRows(tenant, supplierId),
    stockRows(scope),
    ratesVersion(scope),
    rateRunRows({ ...scope, known }),
    bookingRows({ ...scope, limit: MAX_BOOKINGS }),
  ];
}
