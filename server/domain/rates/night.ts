/** Upstream fields we do not know, carried through a rewrite unchanged. */
export type UnknownFields = Readonly<Record<string, unknown>>;

/** Price in cents for a number of guests; null = upstream names no number. */
export interface NightPrice {
  readonly guests: number | null;
  readonly priceCents: number;
  readonly extra?: UnknownFields;
}

/** What holds for one night under one rate type. `prices` are in order of guests, null first. */
export interface RateNight {
  readonly open: boolean;
  readonly minStay: number | null;
  readonly maxStay: number | null;
  readonly arrivalAllowed: boolean;
  readonly departureAllowed: boolean;
  readonly prices: readonly NightPrice[];
  readonly extra?: UnknownFields;
}

function sameExtra(a: UnknownFields | undefined, b: UnknownFields | undefined): boolean {
  if (a === b) return true;
  return stable(a ?? {}) === stable(b ?? {});
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function samePrices(a: readonly NightPrice[], b: readonly NightPrice[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((price, i) => {
    const other = b[i];
    return (
      other !== undefined &&
      price.guests === other.guests &&
      price.priceCents === other.priceCents &&
      sameExtra(price.extra, other.extra)
    );
  });
}

/** Whether two nights hold the same values, unknown fields included. */
export function sameNight(a: RateNight, b: RateNight): boolean {
  return (
    a === b ||
    (a.open === b.open &&
      a.minStay === b.minStay &&
      a.maxStay === b.maxStay &&
      a.arrivalAllowed === b.arrivalAllowed &&
      a.departureAllowed === b.departureAllowed &&
      samePrices(a.prices, b.prices) &&
      sameExtra(a.extra, b.extra))
  );
}

/** Prices in the order every surface shows them: without a number first, then by guests. */
export function inGuestOrder<T extends { readonly guests: number | null }>(
  prices: readonly T[],
): T[] {
  return [...prices].sort((a, b) => (a.guests ?? 0) - (b.guests ?? 0));
}

/**
 * The occupancy a row is shown by when the owner has not chosen: the largest number of guests that
 * has a price; null when only prices without a number exist; undefined when there is none.
 */
export function largestGuests(nights: Iterable<RateNight>): number | null | undefined {
  let largest: number | null | undefined;
  for (const night of nights)
    for (const { guests } of night.prices)
      if (largest === undefined || (guests ?? 0) > (largest ?? 0)) largest = guests;
  return largest;
}

/** Price for exactly this occupancy, or null. */
export function priceFor(night: RateNight, guests: number | null): number | null {
  return night.prices.find((price) => price.guests === guests)?.priceCents ?? null;
}
