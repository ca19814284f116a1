import { parseDay } from '../calendar.ts';
import { field, isObject, type Json, type JsonObject } from '../json.ts';
import type { Mode } from '../mode.ts';
import { rateText, rateTextTrailingSpace } from '../store/elements.ts';
import type { Cell } from '../store/sheet.ts';
import type { Accommodation, Supplier } from '../store/world.ts';
import {
  type ApiContext,
  bodyOf,
  letThrough,
  listOf,
  ok,
  okList,
  Refusal,
  type Reply,
} from './context.ts';
import { rangeOf } from './stock.ts';

const LONGEST_RANGE = 2000;

/** Reads the rates of an accommodation, one element per day and type. */
export function readRates(context: ApiContext, accommodation: Accommodation | undefined): Reply {
  const { from, to } = rangeOf(context);
  const { legacy, trailingSpaceFin } = context.mode;
  const stale = context.fault.staleReads;
  if (stale) accommodation?.rates.armStale(stale);
  const [name, text] = trailingSpaceFin
    ? (['fin ', rateTextTrailingSpace] as const)
    : (['fin', rateText] as const);
  const items = accommodation?.rates.text(name, from, to, text, context.store.now()) ?? '';
  if (!legacy) return okList('tarifs', items);
  return okList('periodes', items, `"idHebergement":${accommodation?.id ?? null},`);
}

function checkedPrices(tarifPax: Json | undefined): JsonObject[] {
  const list = isObject(tarifPax) ? field(tarifPax, 'listeTarifPaxOccupation') : undefined;
  if (!Array.isArray(list)) throw new Refusal('priceForm');
  return list.map((price) => {
    const euros = isObject(price) ? field(price, 'prix') : undefined;
    if (!isObject(price) || typeof euros !== 'number') throw new Refusal('priceForm');
    if (!Number.isFinite(euros)) throw new Refusal('priceForm');
    if (euros <= 0) throw new Refusal('price');
    if (Math.abs(euros * 100 - Math.round(euros * 100)) > 1e-6) throw new Refusal('priceForm');
    return price;
  });
}

function nights(value: Json | undefined, fallback: number): number | null {
  if (value === undefined) return fallback;
  // Null has been seen in stored data, so it is taken as it comes.
  if (value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new Refusal('stayForm');
  }
  return value;
}

function flag(value: Json | undefined): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'boolean') throw new Refusal('body');
  return value;
}

/** The stored value of a rate element: known fields checked, unknown ones carried along. */
export function rateValue(element: JsonObject): JsonObject {
  const { idTypeTarif: _type, debut: _from, fin: _to, ...rest } = element;
  const min = nights(field(element, 'dureeMin'), 1);
  const max = nights(field(element, 'dureeMax'), 30);
  if (min !== null && max !== null && min > max) throw new Refusal('stayBounds');
  checkedPrices(field(element, 'tarifPax'));
  return {
    ouvert: flag(field(element, 'ouvert')),
    dureeMin: min,
    dureeMax: max,
    arriveeAutorisee: flag(field(element, 'arriveeAutorisee')),
    departAutorise: flag(field(element, 'departAutorise')),
    tarifPax: element.tarifPax ?? {},
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => !KNOWN.has(key))),
  };
}

const KNOWN = new Set([
  'ouvert',
  'dureeMin',
  'dureeMax',
  'arriveeAutorisee',
  'departAutorise',
  'tarifPax',
]);

function hasPrice(value: JsonObject): boolean {
  const pax = value.tarifPax;
  const list = isObject(pax) ? field(pax, 'listeTarifPaxOccupation') : undefined;
  return Array.isArray(list) && list.length > 0;
}

function rangeDays(element: JsonObject): { from: number; to: number } {
  const [from, to] = [parseDay(field(element, 'debut')), parseDay(field(element, 'fin'))];
  if (from === null || to === null) throw new Refusal('date');
  if (to < from) throw new Refusal('range');
  if (to - from >= LONGEST_RANGE) throw new Refusal('rangeTooLong');
  return { from, to };
}

function cellsOf(element: JsonObject, rates: Accommodation['rates'], mode: Mode): Cell[] {
  const row = Number(field(element, 'idTypeTarif'));
  const { from, to } = rangeDays(element);
  const value = rateValue(element);
  const priced = hasPrice(value);
  if (!priced && mode.emptyPrice === 'refuse') throw new Refusal('emptyPrice');
  const cells: Cell[] = [];
  for (let day = from; day <= to; day += 1) {
    const old = priced || mode.emptyPrice === 'clear' ? null : rates.get(row, day);
    cells.push({ row, day, value: old ? { ...value, tarifPax: old.tarifPax ?? {} } : value });
  }
  return cells;
}

function clamped(cell: Cell, cents: number | undefined): Cell {
  const pax = cell.value?.tarifPax;
  const list = isObject(pax) ? field(pax, 'listeTarifPaxOccupation') : undefined;
  if (cents === undefined || !isObject(pax) || !Array.isArray(list)) return cell;
  const prices = list.map((price) => (isObject(price) ? { ...price, prix: cents / 100 } : price));
  return {
    ...cell,
    value: { ...cell.value, tarifPax: { ...pax, listeTarifPaxOccupation: prices } },
  };
}

/** Upserts rates per day; refusals refuse the whole request, doubts become warnings. */
export function writeRates(
  context: ApiContext,
  supplier: Supplier,
  accommodation: Accommodation,
): Reply {
  const { fault, mode, store } = context;
  const warnings: JsonObject[] = [];
  const cells = listOf(bodyOf(context), 'tarifs').flatMap((element) => {
    const type = field(element, 'idTypeTarif');
    if (typeof type !== 'number' || !supplier.rateTypes.has(type)) {
      throw new Refusal('unknownRateType', 404);
    }
    if (!accommodation.links.has(type)) {
      if (mode.unlinkedRate === 'refuse') throw new Refusal('unlinked');
      warnings.push({ code: 'NON_LIE', detail: context.sentences.unlinked });
    }
    return cellsOf(element, accommodation.rates, mode);
  });
  if (fault.warning !== undefined) warnings.push({ code: 'W12', detail: fault.warning });
  const wanted = letThrough(fault, cells).map((cell) => clamped(cell, fault.clampCents));
  const where = { supplierId: supplier.id, accommodation, kind: 'rate', by: 'api' } as const;
  if (!fault.ignoreWrite) store.writeCells(where, wanted);
  if (fault.staleReads) accommodation.rates.armStale(fault.staleReads);
  return ok(mode.legacy ? { idHebergement: accommodation.id, applied: true } : { warnings });
}
