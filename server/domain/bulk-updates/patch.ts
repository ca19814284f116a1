import { inGuestOrder, type RateNight } from '#server/domain/rates/night.ts';

/** A price wanted for a number of guests; null removes it. */
export interface WantedPrice {
  readonly guests: number | null;
  readonly priceCents: number | null;
}

/** Values wanted for a night; what is absent stays as upstream has it. */
export interface Patch {
  readonly units?: number;
  readonly open?: boolean;
  readonly minStay?: number;
  readonly maxStay?: number;
  readonly arrivalAllowed?: boolean;
  readonly departureAllowed?: boolean;
  readonly prices?: readonly WantedPrice[];
}

/** What a new night takes where the change is silent. */
export interface NightDefaults {
  readonly minStay: number;
  readonly maxStay: number;
  readonly arrivalAllowed: boolean;
  readonly departureAllowed: boolean;
}

export const RESTRICTION_FIELDS = [
  'open',
  'minStay',
  'maxStay',
  'arrivalAllowed',
  'departureAllowed',
] as const;

/** The later patch over the earlier one, field by field and occupancy by occupancy. */
export function overlay(earlier: Patch | undefined, later: Patch): Patch {
  if (!earlier) return later;
  const { prices: _earlier, ...rest } = earlier;
  const { prices: _later, ...over } = later;
  const prices = overlayPrices(earlier.prices, later.prices);
  return { ...rest, ...over, ...(prices && { prices }) };
}

function overlayPrices(
  earlier: readonly WantedPrice[] | undefined,
  later: readonly WantedPrice[] | undefined,
): readonly WantedPrice[] | undefined {
  if (!earlier || !later) return later ?? earlier;
  const named = new Set(later.map((price) => price.guests));
  return inGuestOrder([...earlier.filter((price) => !named.has(price.guests)), ...later]);
}

/** Number of cells (fields of a night) a patch sets. */
export function cellCount(patch: Patch): number {
  const { prices, ...fields } = patch;
  return Object.keys(fields).length + (prices?.length ?? 0);
}

function mergedPrices(
  night: RateNight | undefined,
  wanted: readonly WantedPrice[] | undefined,
): RateNight['prices'] {
  const current = night?.prices ?? [];
  if (!wanted) return current;
  const named = new Map(wanted.map((price) => [price.guests, price.priceCents]));
  const held = new Set(current.map((price) => price.guests));
  const kept = current.flatMap((price) => {
    const priceCents = named.get(price.guests);
    if (priceCents === undefined) return [price];
    return priceCents === null ? [] : [{ ...price, priceCents }];
  });
  const added = wanted.flatMap(({ guests, priceCents }) =>
    priceCents === null || held.has(guests) ? [] : [{ guests, priceCents }],
  );
  return inGuestOrder([...kept, ...added]);
}

/** The prices of an occupancy: none, one, or several where upstream lists it several times. */
function pricesOf(night: RateNight, guests: number | null): number[] {
  return night.prices.flatMap((price) => (price.guests === guests ? [price.priceCents] : []));
}

/**
 * The whole night to send: `night` as upstream has it with the patch laid over. A night that does
 * not exist yet takes `defaults`. A null min or max stay, which upstream must not be sent, becomes
 * 1 and the default max stay.
 */
export function mergeNight(
  night: RateNight | undefined,
  patch: Patch,
  defaults: NightDefaults,
): RateNight & { readonly minStay: number; readonly maxStay: number } {
  const minStay = patch.minStay ?? (night ? (night.minStay ?? 1) : defaults.minStay);
  const maxStay = patch.maxStay ?? night?.maxStay ?? Math.max(defaults.maxStay, minStay);
  return {
    open: patch.open ?? night?.open ?? true,
    minStay,
    maxStay,
    arrivalAllowed: patch.arrivalAllowed ?? night?.arrivalAllowed ?? defaults.arrivalAllowed,
    departureAllowed:
      patch.departureAllowed ?? night?.departureAllowed ?? defaults.departureAllowed,
    prices: mergedPrices(night, patch.prices),
    ...(night?.extra && { extra: night.extra }),
  };
}

/** Whether a night already holds everything the patch wants. */
export function satisfies(night: RateNight | undefined, patch: Patch): boolean {
  if (!night) return false;
  for (const field of RESTRICTION_FIELDS)
    if (patch[field] !== undefined && patch[field] !== night[field]) return false;
  return (patch.prices ?? []).every(({ guests, priceCents }) => {
    const held = pricesOf(night, guests);
    return held.length === 0 ? priceCents === null : held.every((cents) => cents === priceCents);
  });
}

/** Whether two states of a night agree on every field the patch sets. */
export function agreeOn(patch: Patch, a: RateNight | undefined, b: RateNight | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    RESTRICTION_FIELDS.every((field) => patch[field] === undefined || a[field] === b[field]) &&
    (patch.prices ?? []).every(
      ({ guests }) => pricesOf(a, guests).join() === pricesOf(b, guests).join(),
    )
  );
}
