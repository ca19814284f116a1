import type { Extra, Listed, OccupancyPrice, RatePeriod } from '../types.ts';
import {
  element,
  type Fields,
  fieldsOf,
  isFields,
  listIn,
  or,
  readOne,
  toCents,
  toCount,
  toFlag,
  toId,
} from './coerce.ts';
import { fromEpochDay, toEpochDay } from './day.ts';

type Values = Omit<RatePeriod, 'rateTypeId' | 'from' | 'to'>;

/** Where an element applies; `to` is included. `values` is missing when they are unreadable. */
interface Painted {
  rateTypeId: number;
  from: number;
  to: number;
  values?: Values | undefined;
  equality: string;
}

/** What of an element is read elsewhere, or only repeats which supplier, room and type it is. */
const KNOWN = new Set(
  (
    'idTypeTarif cleTypeTarif typeTarif idHebergement cleHebergement idFournisseur debut dateDebut' +
    ' fin dateFin ouvert dureeMin dureeMax arriveeAutorisee departAutorise tarifPax'
  ).split(' '),
);

function without(fields: Fields, known: { has(key: string): boolean }): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !known.has(key)));
}

function withExtra<T extends object>(value: T, extra: Extra): T & { extra?: Extra } {
  return Object.keys(extra).length > 0 ? { ...value, extra } : value;
}

const PRICE_KEYS = new Set(['nbPers', 'prix']);

/** Prices by guests, null last. An occupancy without a price has none and is left out. */
function toPrices(list: unknown): OccupancyPrice[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const prices: OccupancyPrice[] = [];
  for (const item of list) {
    const fields = fieldsOf(item);
    const price = fields.prix;
    if (isFields(item) && price == null) continue;
    const priceCents = toCents(price);
    const guests = fields.nbPers == null ? null : toCount(fields.nbPers);
    if (priceCents === undefined || priceCents < 0 || guests === undefined) return undefined;
    prices.push(withExtra({ guests, priceCents }, without(fields, PRICE_KEYS)));
  }
  return prices.sort((a, b) => (a.guests ?? Infinity) - (b.guests ?? Infinity) || 0);
}

/** The price list of an element, or a list of the one price that older forms name. */
function priceSource(fields: Fields): { prices: unknown; extra: Extra } {
  const { listeTarifPaxOccupation: list, ...pax } = fieldsOf(fields.tarifPax);
  const others = without(fields, KNOWN);
  if (list != null) {
    const kept = Object.keys(pax).length > 0 ? { tarifPax: pax } : {};
    return { prices: list, extra: { ...others, ...kept } };
  }
  const prix = pax.prix ?? fields.prixPax ?? fields.prix;
  const { prix: _flat, prixPax: _older, ...extra } = others;
  return { prices: prix == null ? [] : [{ prix }], extra };
}

const place = element((fields, take) => ({
  rateTypeId: take(
    'rateTypeId',
    fields.idTypeTarif ??
      fieldsOf(fields.cleTypeTarif).idTypeTarif ??
      fieldsOf(fields.typeTarif).idTypeTarif,
    toId,
  ),
  from: take('from', fields.debut ?? fields.dateDebut, toEpochDay),
  to: take('to', fields.fin ?? fields.dateFin, toEpochDay),
}));

/**
 * A missing `ouvert`, `arriveeAutorisee` or `departAutorise` means yes, as the known server fills
 * them in; a missing or null length of stay stays null, since no default of it is known.
 */
const values = element((fields, take): Values => {
  const { prices, extra } = priceSource(fields);
  const known = {
    open: take('open', fields.ouvert, or(toFlag, true)),
    minStay: take('minStay', fields.dureeMin, or(toCount, null)),
    maxStay: take('maxStay', fields.dureeMax, or(toCount, null)),
    arrivalAllowed: take('arrivalAllowed', fields.arriveeAutorisee, or(toFlag, true)),
    departureAllowed: take('departureAllowed', fields.departAutorise, or(toFlag, true)),
    prices: take('prices', prices, toPrices),
  };
  return withExtra(known, extra);
});

/** Equal text for equal values, whatever the order of their keys. */
function equalityOf(value: unknown): string {
  return JSON.stringify(value, (_key, item) =>
    isFields(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

function readElement(value: unknown, index: number, warnings: string[]): Painted[] {
  const what = `Rate element ${index + 1}`;
  const where = readOne(place, value, what, warnings);
  if (!where) return [];
  if (where.from > where.to) {
    warnings.push(`${what} was dropped: it ends before it begins.`);
    return [];
  }
  const read = readOne(values, value, what, warnings);
  // Unreadable values still cover their nights: an older element below must not show through.
  if (!read) return [{ ...where, equality: '' }];
  return [{ ...where, values: read, equality: equalityOf(read) }];
}

/**
 * Lays elements over each other, the later one on top, and joins equal neighbours. It works on the
 * days where elements begin or end, never on single nights: a period of centuries costs nothing.
 */
export function layOver(elements: readonly Painted[]): RatePeriod[] {
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
  const runs: RatePeriod[] = [];
  let last: Painted | undefined;
  cuts.forEach((day, slot) => {
    const item = top[slot];
    const run = runs.at(-1);
    if (item?.values) {
      const to = fromEpochDay((cuts[slot + 1] ?? day + 1) - 1);
      if (run && last?.equality === item.equality) run.to = to;
      else runs.push({ rateTypeId: item.rateTypeId, from: fromEpochDay(day), to, ...item.values });
    }
    last = item;
  });
  return runs;
}

/** Rates as runs without overlap, by rate type and day. */
export function readRates(data: Fields): Listed<RatePeriod> {
  const warnings: string[] = [];
  const byType = new Map<number, Painted[]>();
  listIn(data, 'tarifs', 'periodes').forEach((value, index) => {
    for (const item of readElement(value, index, warnings)) {
      const group = byType.get(item.rateTypeId);
      if (group) group.push(item);
      else byType.set(item.rateTypeId, [item]);
    }
  });
  const types = [...byType].sort(([a], [b]) => a - b);
  return { items: types.flatMap(([, elements]) => layOver(elements)), warnings };
}
