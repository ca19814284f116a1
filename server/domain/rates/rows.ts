import type { LinkRow } from '#server/domain/rate-types/data.ts';
import type { StockRow } from '#server/domain/stock/schema.ts';
import { fromEpochDay } from '#server/kernel/calendar-date.ts';
import type { DayRuns } from '#server/kernel/day-runs.ts';
import type { RateRunRow } from './data.ts';
import type { RateRow } from './schema.ts';

/** Rate rows on the wire, for linked rate types only, in the order of the links. */
export function rateRowsOf(links: readonly LinkRow[], rows: readonly RateRunRow[]): RateRow[] {
  const known = new Map(rows.map((row) => [`${row.accommodationId}:${row.rateTypeId}`, row]));
  return links.map(({ accommodationId, rateTypeId, referenceGuests }) => ({
    accommodationId,
    rateTypeId,
    referenceGuests: referenceGuests ?? null,
    runs: known.get(`${accommodationId}:${rateTypeId}`)?.runs ?? [],
  }));
}

/** Stock rows on the wire, in the order of `accommodationIds`. */
export function stockRowsOf(
  accommodationIds: readonly number[],
  rows: ReadonlyMap<number, DayRuns<number>>,
): StockRow[] {
  return accommodationIds.map((accommodationId) => ({
    accommodationId,
    runs: (rows.get(accommodationId)?.runs ?? []).map(({ from, to, value }) => ({
      from: fromEpochDay(from),
      to: fromEpochDay(to),
      units: value,
    })),
  }));
}
