import { jsonIn, numberIn, type Query } from '#server/db/read.ts';
import type { MirrorScope } from '#server/domain/stock/data.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns, type Run } from '#server/kernel/day-runs.ts';
import { type RateNight, sameNight } from './night.ts';

type StoredPrice = [guests: number | null, priceCents: number];

type StoredRun = [
  from: EpochDay,
  to: EpochDay,
  open: 0 | 1,
  minStay: number | null,
  maxStay: number | null,
  arrivalAllowed: 0 | 1,
  departureAllowed: 0 | 1,
  prices: StoredPrice[],
];

/** The mirrored nights of one accommodation under one rate type. */
export interface MirrorRateRow {
  readonly accommodationId: number;
  readonly rateTypeId: number;
  readonly nights: DayRuns<RateNight>;
}

/** Mirrored rates by accommodation and rate type, cut to the span. */
export function rateRows(
  scope: MirrorScope & { readonly rateTypeId?: number | undefined },
): Query<MirrorRateRow[]> {
  const accommodation = scope.accommodationId ?? null;
  const rateType = scope.rateTypeId ?? null;
  return {
    sql: `SELECT accommodation_id, rate_type_id, json_group_array(json_array(from_day, to_day, open,
        min_stay, max_stay, arrival_allowed, departure_allowed, json(prices_json))) AS runs
      FROM rate_run
      WHERE org_id = ? AND supplier_id = ? AND (? IS NULL OR accommodation_id = ?)
        AND (? IS NULL OR rate_type_id = ?) AND to_day >= ? AND from_day <= ?
      GROUP BY accommodation_id, rate_type_id`,
    args: [
      scope.tenant,
      scope.supplierId,
      accommodation,
      accommodation,
      rateType,
      rateType,
      scope.from,
      scope.to,
    ],
    read: (rows) =>
      rows.map((row) => ({
        accommodationId: numberIn(row, 'accommodation_id'),
        rateTypeId: numberIn(row, 'rate_type_id'),
        nights: DayRuns.from(
          // Sorted here: an ordered aggregate is no SQL that every libSQL server reads.
          jsonIn<StoredRun[]>(row, 'runs')
            .sort((a, b) => a[0] - b[0])
            .map((run) => runOf(run, scope)),
          sameNight,
        ),
      })),
  };
}

function runOf(run: StoredRun, span: { from: EpochDay; to: EpochDay }): Run<RateNight> {
  const [from, to, open, minStay, maxStay, arrivalAllowed, departureAllowed, prices] = run;
  return {
    from: Math.max(from, span.from),
    to: Math.min(to, span.to),
    value: {
      open: open === 1,
      minStay,
      maxStay,
      arrivalAllowed: arrivalAllowed === 1,
      departureAllowed: departureAllowed === 1,
      prices: prices.map(([guests, priceCents]) => ({ guests, priceCents })),
    },
  };
}

/** The prices of a night as the mirror stores them. */
export function storedPrices(night: RateNight): string {
  return JSON.stringify(
    night.prices.map(({ guests, priceCents }): StoredPrice => [guests, priceCents]),
  );
}
