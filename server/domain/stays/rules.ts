import { inGuestOrder, type RateNight } from '#server/domain/rates/night.ts';
import type { MinStayReading } from '#server/domain/settings/schema.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { DayRuns } from '#server/kernel/day-runs.ts';

/**
 * The longest stay that is looked at: a seasonal let to one guest may not exceed 90 days on end
 * (loi n° 70-9 du 2 janvier 1970, art. 1-1).
 */
export const LONGEST_STAY = 90;

/** No bound upstream: any length will do. */
const UNBOUNDED = 0x7fff_ffff;

/** Stands for a night without a price for the number of guests looked at. */
const NO_PRICE = -1;

/**
 * What decides over stays of one accommodation under one rate type: index 0 is the night `first`.
 * Plain arrays, since a preview walks every arrival with every length.
 */
export interface StayNights {
  readonly first: EpochDay;
  readonly length: number;
  /** 1 = units are left, the rate is open and has a price. */
  readonly sellable: Uint8Array;
  readonly minStay: Int32Array;
  readonly maxStay: Int32Array;
  readonly arrivalAllowed: Uint8Array;
  readonly departureAllowed: Uint8Array;
  /** Cents for the number of guests looked at; −1 = none. */
  readonly prices: Int32Array;
}

/**
 * The price of a night for some guests: that of the smallest listed occupancy that holds them, else
 * the one without a number; null = not sold for so many. `guests` null = the one without a number.
 */
export function priceForGuests({ prices }: RateNight, guests: number | null): number | null {
  const enough = inGuestOrder(prices).find(
    (price) => guests !== null && price.guests !== null && price.guests >= guests,
  );
  return (enough ?? prices.find((price) => price.guests === null))?.priceCents ?? null;
}

/**
 * The nights `from`..`to` of a linked rate type, from its rates and the accommodation's stock. A
 * night without a rate, without known stock, closed or without a price cannot be sold.
 */
export function stayNights(
  rates: DayRuns<RateNight>,
  stock: DayRuns<number>,
  { from, to }: { readonly from: EpochDay; readonly to: EpochDay },
  guests: number | null,
): StayNights {
  const length = to - from + 1;
  const nights: StayNights = {
    ...{ first: from, length, sellable: new Uint8Array(length) },
    ...{ minStay: new Int32Array(length).fill(1), maxStay: new Int32Array(length).fill(UNBOUNDED) },
    arrivalAllowed: new Uint8Array(length).fill(1),
    departureAllowed: new Uint8Array(length).fill(1),
    prices: new Int32Array(length).fill(NO_PRICE),
  };
  for (const run of rates.slice(from, to).runs) {
    const { value } = run;
    const [begin, end] = [run.from - from, run.to - from + 1];
    nights.minStay.fill(value.minStay ?? 1, begin, end);
    nights.maxStay.fill(value.maxStay ?? UNBOUNDED, begin, end);
    nights.arrivalAllowed.fill(value.arrivalAllowed ? 1 : 0, begin, end);
    nights.departureAllowed.fill(value.departureAllowed ? 1 : 0, begin, end);
    nights.prices.fill(priceForGuests(value, guests) ?? NO_PRICE, begin, end);
    if (!value.open || value.prices.length === 0) continue;
    for (const { from: left, to: right, value: units } of stock.slice(run.from, run.to).runs)
      if (units > 0) nights.sellable.fill(1, left - from, right - from + 1);
  }
  return nights;
}

/**
 * Marks which lengths of stay from one arrival are bookable: `into[n]` = 1 for n nights, from 1 to
 * the returned length, beyond which none is. Every night must be sellable, arrival allowed on the
 * first, departure allowed on the departure day (missing = allowed), the length within the min stay
 * of every night (or of the arrival night, as the supplier's setting reads it) and the max stay of
 * the arrival night. Pure but for `into`; `arrival` is an index.
 */
export function markBookable(
  nights: StayNights,
  arrival: number,
  reading: MinStayReading,
  into: Uint8Array,
): number {
  const { sellable, minStay, maxStay, departureAllowed } = nights;
  if (nights.arrivalAllowed[arrival] !== 1) return 0;
  const most = Math.min(LONGEST_STAY, maxStay[arrival] ?? 0);
  let needed = minStay[arrival] ?? 1;
  let longest = 0;
  for (let stay = 1; stay <= most; stay++) {
    const last = arrival + stay - 1;
    if (sellable[last] !== 1) break;
    if (reading === 'every_night') needed = Math.max(needed, minStay[last] ?? 1);
    const departs = departureAllowed[last + 1] ?? 1;
    into[stay] = stay >= needed && departs === 1 ? 1 : 0;
    longest = stay;
  }
  return longest;
}

/** Whether a stay is bookable; the same rule as everywhere. */
export function isBookable(
  nights: StayNights,
  arrival: EpochDay,
  stay: number,
  reading: MinStayReading,
): boolean {
  const lengths = new Uint8Array(LONGEST_STAY + 1);
  const longest = markBookable(nights, arrival - nights.first, reading, lengths);
  return stay >= 1 && stay <= longest && lengths[stay] === 1;
}

/** 1 for every night that some bookable stay covers; arrivals before `today` do not count. */
export function coveredNights(
  nights: StayNights,
  reading: MinStayReading,
  today: EpochDay,
): Uint8Array {
  const covered = new Uint8Array(nights.length);
  const lengths = new Uint8Array(LONGEST_STAY + 1);
  for (let arrival = Math.max(0, today - nights.first); arrival < nights.length; arrival++) {
    let stay = markBookable(nights, arrival, reading, lengths);
    while (stay > 0 && lengths[stay] !== 1) stay--;
    covered.fill(1, arrival, arrival + stay);
  }
  return covered;
}
