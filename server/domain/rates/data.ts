import { jsonIn, numberIn, type Query, textIn } from '#server/db/read.ts';
import type { MirrorScope } from '#server/domain/stock/data.ts';
import { type EpochDay, fromEpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns, type Run } from '#server/kernel/day-runs.ts';
import { type RateNight, sameNight } from './night.ts';
import type { RateRun } from './schema.ts';

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

/** The same as the wire shows it. */
export interface RateRunRow {
  readonly accommodationId: number;
  readonly rateTypeId: number;
  readonly runs: RateRun[];
}

type RateScope = MirrorScope & { readonly rateTypeId?: number | undefined };

/** Mirrored rates by accommodation and rate type, cut to the span. */
export function rateRows(scope: RateScope): Query<MirrorRateRow[]> {
  return rateQuery(scope, (key, runs) => {
    const cut = runs.map(
      (run): Run<RateNight> => ({
        from: Math.max(run[0], scope.from),
        to: Math.min(run[1], scope.to),
        value: nightOf(run),
      }),
    );
    return { ...key, nights: DayRuns.from(cut, sameNight) };
  });
}

/**
 * The same as the wire shows it: what is stored are runs already. No rows while the supplier's rates
 * are still of the version `known`.
 */
export function rateRunRows(
  scope: RateScope & { readonly known?: string | null },
): Query<RateRunRow[]> {
  return rateQuery(scope, (key, runs) => ({
    ...key,
    runs: runs.map((run) => wireRunOf(run, scope)),
  }));
}

/**
 * What the mirrored rates of a supplier have come to. Rates are written by `takeRates` alone, which
 * in the same transaction notes when it read, and from an accommodation's second read on a row of
 * history for whatever differs: no two contents have the same version.
 */
const VERSION = `SELECT (SELECT coalesce(max(rowid), 0) FROM mirror_change) || ' ' ||
    coalesce(group_concat(accommodation_id || '@' || coalesce(rates_read_at, '')), '')
  FROM accommodation WHERE org_id = ? AND supplier_id = ?`;

/** The version of a supplier's mirrored rates. */
export function ratesVersion({ tenant, supplierId }: MirrorScope): Query<string> {
  return {
    sql: `SELECT (${VERSION}) AS version`,
    args: [tenant, supplierId],
    read: ([row]) => (row === undefined ? '' : textIn(row, 'version')),
  };
}

function rateQuery<T>(
  scope: RateScope & { readonly known?: string | null },
  read: (key: { accommodationId: number; rateTypeId: number }, runs: StoredRun[]) => T,
): Query<T[]> {
  const accommodation = scope.accommodationId ?? null;
  const rateType = scope.rateTypeId ?? null;
  const { tenant, supplierId, known = null } = scope;
  return {
    sql: `SELECT accommodation_id, rate_type_id, json_group_array(json_array(from_day, to_day, open,
        min_stay, max_stay, arrival_allowed, departure_allowed, json(prices_json))) AS runs
      FROM rate_run
      WHERE org_id = CASE WHEN (${VERSION}) IS NOT ? THEN ? END AND supplier_id = ?
        AND (? IS NULL OR accommodation_id = ?) AND (? IS NULL OR rate_type_id = ?)
        AND to_day >= ? AND from_day <= ?
      GROUP BY accommodation_id, rate_type_id`,
    args: [
      ...[tenant, supplierId, known, tenant, supplierId],
      ...[accommodation, accommodation, rateType, rateType, scope.from, scope.to],
    ],
    read: (rows) =>
      rows.map((row) => {
        const accommodationId = numberIn(row, 'accommodation_id');
        const rateTypeId = numberIn(row, 'rate_type_id');
        // Sorted here: an ordered aggregate is no SQL that every libSQL server reads.
        const runs = jsonIn<StoredRun[]>(row, 'runs').sort((a, b) => a[0] - b[0]);
        return read({ accommodationId, rateTypeId }, runs);
      }),
  };
}

function nightOf(run: StoredRun): RateNight {
  const [, , open, minStay, maxStay, arrivalAllowed, departureAllowed, prices] = run;
  return {
    open: open === 1,
    minStay,
    maxStay,
    arrivalAllowed: arrivalAllowed === 1,
    departureAllowed: departureAllowed === 1,
    prices: prices.map(priceOf),
  };
}

/** Spelled out: a spread makes objects that take twice as long to make and to write as JSON. */
function wireRunOf(run: StoredRun, scope: MirrorScope): RateRun {
  const [from, to, open, minStay, maxStay, arrivalAllowed, departureAllowed, prices] = run;
  return {
    from: fromEpochDay(Math.max(from, scope.from)),
    to: fromEpochDay(Math.min(to, scope.to)),
    open: open === 1,
    minStay,
    maxStay,
    arrivalAllowed: arrivalAllowed === 1,
    departureAllowed: departureAllowed === 1,
    prices: prices.map(priceOf),
  };
}

function priceOf([guests, priceCents]: StoredPrice): { guests: number | null; priceCents: number } {
  return { guests, priceCents };
}

/** The prices of a night as the mirror stores them. */
export function storedPrices(night: RateNight): string {
  return JSON.stringify(
    night.prices.map(({ guests, priceCents }): StoredPrice => [guests, priceCents]),
  );
}
