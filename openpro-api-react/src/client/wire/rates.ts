import type { Extra, Listed, OccupancyPrice, RatePeriod } from '../types.ts';
import {
  element,
  type Fields,
  fieldsOf,
  isFields,
  listed,
  listIn,
  or,
  toCents,
  toCount,
  toFlag,
  toId,
} from './coerce.ts';
import { fromEpochDay, toEpochDay } from './day.ts';

/** A run on day numbers; `to` is included. */
interface Painted {
  from: number;
  to: number;
  values: Omit<RatePeriod, 'from' | 'to'>;
}

function withExtra<T extends object>(value: T, extra: Extra): T & { extra?: Extra } {
  return Object.keys(extra).length > 0 ? { ...value, extra } : value;
}

/** Prices by guests, null last. An occupancy without a price has none and is left out. */
function toPrices(list: unknown): OccupancyPrice[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const prices: OccupancyPrice[] = [];
  for (const item of list) {
    const { nbPers, prix, ...extra } = fieldsOf(item);
    if (isFields(item) && prix == null) continue;
    const priceCents = toCents(prix);
    const guests = or(toCount, null)(nbPers);
    if (priceCents === undefined || priceCents < 0 || guests === undefined) return undefined;
    prices.push(withExtra({ guests, priceCents }, extra));
  }
  return prices.sort((a, b) => (a.guests ?? Infinity) - (b.guests ?? Infinity) || 0);
}

/**
 * A missing `ouvert`, `arriveeAutorisee` or `departAutorise` means yes, as the known server fills
 * them in; a missing or null length of stay stays null, since no default of it is known.
 */
const rate = element((fields, take): Painted => {
  const { idTypeTarif, cleTypeTarif, typeTarif, debut, dateDebut, fin, dateFin, ...rest } = fields;
  const { ouvert, dureeMin, dureeMax, arriveeAutorisee, departAutorise, ...priced } = rest;
  // Named only to keep them out of `others`: they repeat which room it is.
  const { idHebergement, cleHebergement, idFournisseur, tarifPax, prix, prixPax, ...others } =
    priced;
  // A single price is read when there is no list, and never sent back: it would contradict the list.
  const { listeTarifPaxOccupation, prix: paxPrix, ...pax } = fieldsOf(tarifPax);
  const single = paxPrix ?? prixPax ?? prix;
  // Prices in a form we do not know must not read as none: a rewrite would erase them.
  const list =
    listeTarifPaxOccupation ?? (single == null ? (tarifPax ? null : []) : [{ prix: single }]);
  const id = idTypeTarif ?? fieldsOf(cleTypeTarif ?? typeTarif).idTypeTarif;
  const from = take('from', debut ?? dateDebut, toEpochDay);
  const known = {
    rateTypeId: take('rateTypeId', id, toId),
    open: take('open', ouvert, or(toFlag, true)),
    minStay: take('minStay', dureeMin, or(toCount, null)),
    maxStay: take('maxStay', dureeMax, or(toCount, null)),
    arrivalAllowed: take('arrivalAllowed', arriveeAutorisee, or(toFlag, true)),
    departureAllowed: take('departureAllowed', departAutorise, or(toFlag, true)),
    prices: take('prices', list, toPrices),
  };
  return {
    from,
    to: take('to', fin ?? dateFin, (value) => {
      const day = toEpochDay(value);
      return day !== undefined && day >= from ? day : undefined;
    }),
    values: withExtra(known, Object.keys(pax).length > 0 ? { ...others, tarifPax: pax } : others),
  };
});

/** Equal text for equal values, whatever the order of their keys. */
function equalityOf(value: unknown): string {
  return JSON.stringify(value, (_key, item) =>
    isFields(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/**
 * Lays the elements of one rate type over each other, the later one on top, and joins equal
 * neighbours. It works on the days where elements begin or end, never on single nights: a period
 * of centuries costs nothing.
 */
function layOver(elements: readonly Painted[]): RatePeriod[] {
  const days = new Set(elements.flatMap(({ from, to }) => [from, to + 1]));
  const cuts = [...days].sort((a, b) => a - b);
  const slotOf = new Map(cuts.map((day, slot) => [day, slot]));
  const top: (Painted | undefined)[] = [];
  // next[slot] leads to the first slot from there on that is still free.
  const next = cuts.map((_, slot) => slot);
  const free = (start: number): number => {
    let slot = start;
    for (let step = next[slot] ?? slot; step !== slot; step = next[slot] ?? slot) {
      next[slot] = next[step] ?? step;
      slot = step;
    }
    return slot;
  };
  for (const item of elements.toReversed()) {
    const end = slotOf.get(item.to + 1) ?? 0;
    for (let slot = free(slotOf.get(item.from) ?? 0); slot < end; slot = free(slot)) {
      top[slot] = item;
      next[slot] = slot + 1;
    }
  }
  const equality = new Map(elements.map((item) => [item, equalityOf(item.values)]));
  const runs: RatePeriod[] = [];
  cuts.forEach((day, slot) => {
    const item = top[slot];
    const before = top[slot - 1];
    const run = runs.at(-1);
    if (!item) return;
    const to = fromEpochDay((cuts[slot + 1] ?? 0) - 1);
    if (run && before && equality.get(before) === equality.get(item)) run.to = to;
    else runs.push({ from: fromEpochDay(day), to, ...item.values });
  });
  return runs;
}

/** Rates as runs without overlap, by rate type and day. */
export function readRates(data: Fields): Listed<RatePeriod> {
  const { items, warnings } = listed(rate, listIn(data, 'tarifs', 'periodes'), 'Rate element');
  const byType = Map.groupBy(items, (item) => item.values.rateTypeId);
  const types = [...byType].sort(([a], [b]) => a - b);
  return { items: types.flatMap(([, elements]) => layOver(elements)), warnings };
}
