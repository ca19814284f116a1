import { bookingRows } from '#server/domain/bookings/data.ts';
import { linkRows, rateTypeRows } from '#server/domain/rate-types/data.ts';
import { rateRunRows, ratesVersion } from '#server/domain/rates/data.ts';
import { type MirrorScope, stockRows } from '#server/domain/stock/data.ts';
import { accommodationRows, mirrorParts, supplierRows } from '#server/domain/suppliers/data.ts';

/** No supplier has more stays than this in three years; a bound for the read, not a page. */
const MAX_BOOKINGS = 20_000;

/**
 * The queries of everything that a calendar shows for the nights of the scope. Of rates that are
 * still of the version `known` no rows come.
 */
export function calendarQueries(scope: MirrorScope, known: string | null) {
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
  ] as const;
}
