import { type Day, dayOf, parseDay } from '../calendar.ts';
import { field, type JsonObject } from '../json.ts';
import { dayFormText, stockText } from '../store/elements.ts';
import type { Cell } from '../store/sheet.ts';
import { type Accommodation, STOCK_ROW } from '../store/world.ts';
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

const FIRST_DAY = dayOf(1, 1, 1);
const LAST_DAY = dayOf(9999, 12, 31);

/** The optional `debut` and `fin` of a read; without them everything is answered. */
export function rangeOf(context: ApiContext): { from: Day; to: Day } {
  const bound = (name: string, fallback: Day): Day => {
    const text = context.query.get(name);
    if (text === null) return fallback;
    const day = parseDay(text);
    if (day === null) throw new Refusal('date');
    return day;
  };
  return { from: bound('debut', FIRST_DAY), to: bound('fin', LAST_DAY) };
}

/** Reads the stock of an accommodation; an unknown one has an empty list. */
export function readStock(context: ApiContext, accommodation: Accommodation | undefined): Reply {
  const { from, to } = rangeOf(context);
  const { legacy } = context.mode;
  const now = context.store.now();
  const stale = context.fault.staleReads;
  if (stale) accommodation?.stock.armStale(stale);
  if (legacy) {
    const items = accommodation?.stock.text('jours', from, to, dayFormText, now) ?? '';
    return okList('jours', items, `"idHebergement":${accommodation?.id ?? null},`);
  }
  return okList('listeStock', accommodation?.stock.text('stock', from, to, stockText, now) ?? '');
}

/** The wanted value of a stock element; refuses what the API would refuse. */
export function stockCell(element: JsonObject): Cell {
  const day = parseDay(field(element, 'date'));
  if (day === null) throw new Refusal('date');
  const units = field(element, 'valeur');
  if (typeof units !== 'number' || !Number.isInteger(units)) throw new Refusal('stockForm');
  if (units < 0) throw new Refusal('stockNegative');
  if (units > 9999) throw new Refusal('stockHigh');
  const { date: _date, valeur: _units, ...rest } = element;
  return { row: STOCK_ROW, day, value: { valeur: units, ...rest } };
}

/** Upserts stock per day; one bad element refuses the whole request. */
export function writeStock(
  context: ApiContext,
  supplierId: number,
  accommodation: Accommodation,
): Reply {
  const cells = listOf(bodyOf(context), 'listeStock').map(stockCell);
  const { clampUnits, staleReads } = context.fault;
  const wanted = letThrough(context.fault, cells).map(({ row, day, value }) => {
    if (clampUnits === undefined) return { row, day, value };
    return { row, day, value: { ...value, valeur: clampUnits } };
  });
  const where = { supplierId, accommodation, kind: 'stock', by: 'api' } as const;
  if (!context.fault.ignoreWrite) context.store.writeCells(where, wanted);
  if (staleReads) accommodation.stock.armStale(staleReads);
  return ok(context.mode.legacy ? { saved: true } : {});
}
