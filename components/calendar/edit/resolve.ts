import type { CalendarModel, Line } from '../model/calendar-model.ts';
import type { CellAddress, EditField, FieldValue } from '../model/cells.ts';
import type { NightEdits, StagedEdits, WantedEdit } from '../staged/edits.ts';
import { LIMITS } from '../staged/limits.ts';
import { hasRate, upstreamValue, wantedValue } from './night-values.ts';
import { type PriceRule, priceUnder } from './price-rule.ts';

/** What a person asks of the selected nights; absent = stays as it is. */
export interface Wish {
  readonly price?: PriceRule;
  readonly minStay?: number;
  readonly maxStay?: number;
  readonly open?: boolean;
  readonly arrivalAllowed?: boolean;
  readonly departureAllowed?: boolean;
  readonly units?: number;
}

export const REFUSALS = [
  'past',
  'noRate',
  'noPrice',
  'priceBounds',
  'stayBounds',
  'minAboveMax',
  'unitsBounds',
] as const;

/** Why a night cannot take a value. */
export type Refusal = (typeof REFUSALS)[number];

export interface Resolved {
  readonly wanted: readonly WantedEdit[];
  /** Number of cells by reason that stay as they are. */
  readonly refused: ReadonlyMap<Refusal, number>;
}

type Values = Partial<Record<EditField, FieldValue>>;

function isStay(nights: number): boolean {
  return Number.isSafeInteger(nights) && nights >= 1 && nights <= LIMITS.maxStayNights;
}

function stayRefusal(line: Line, day: number, night: NightEdits | undefined, values: Values) {
  if (values.minStay === undefined && values.maxStay === undefined) return null;
  const min = values.minStay ?? wantedValue(line, day, 'minStay', night);
  const max = values.maxStay ?? wantedValue(line, day, 'maxStay', night);
  for (const typed of [values.minStay, values.maxStay])
    if (typeof typed === 'number' && !isStay(typed)) return 'stayBounds';
  return typeof min === 'number' && typeof max === 'number' && min > max ? 'minAboveMax' : null;
}

function rateValues(
  line: Line,
  day: number,
  night: NightEdits | undefined,
  wish: Wish,
): Values | Refusal {
  const values: Values = {};
  if (wish.price) {
    const current = wantedValue(line, day, 'priceCents', night);
    const price = priceUnder(wish.price, typeof current === 'number' ? current : null);
    if (price === null) return 'noPrice';
    if (!Number.isSafeInteger(price) || price < 1 || price > LIMITS.maxPriceCents)
      return 'priceBounds';
    values.priceCents = price;
  }
  for (const field of ['minStay', 'maxStay', 'open', 'arrivalAllowed', 'departureAllowed'] as const)
    if (wish[field] !== undefined) values[field] = wish[field];
  if (Object.keys(values).length === 0) return values;
  if (values.priceCents === undefined && !hasRate(line, day, night)) return 'noRate';
  const withPrice: NightEdits | undefined =
    values.priceCents === undefined
      ? night
      : { ...night, priceCents: { before: null, after: values.priceCents } };
  return stayRefusal(line, day, withPrice, values) ?? values;
}

function stockValues(line: Line, wish: Wish): Values | Refusal {
  if (wish.units === undefined) return {};
  const most = line.accommodation.units ?? LIMITS.maxUnits;
  const isAllowed = Number.isSafeInteger(wish.units) && wish.units >= 0 && wish.units <= most;
  return isAllowed ? { units: wish.units } : 'unitsBounds';
}

/**
 * The absolute values that a wish means for each cell, and how many cells cannot take it. Relative
 * prices start from the staged price where there is one. A cell takes the whole wish or none of it.
 */
export function resolveWish(
  model: CalendarModel,
  edits: StagedEdits,
  cells: readonly CellAddress[],
  wish: Wish,
): Resolved {
  const wanted: WantedEdit[] = [];
  const refused = new Map<Refusal, number>();
  for (const { line: key, day } of cells) {
    const line = model.byKey.get(key);
    if (!line) continue;
    const night = edits.get(key)?.get(day);
    const values =
      day < model.today
        ? 'past'
        : line.kind === 'stock'
          ? stockValues(line, wish)
          : rateValues(line, day, night, wish);
    if (typeof values === 'string') {
      refused.set(values, (refused.get(values) ?? 0) + 1);
      continue;
    }
    for (const [field, after] of Object.entries(values) as [EditField, FieldValue][])
      wanted.push({ line: key, day, field, before: upstreamValue(line, day, field), after });
  }
  return { wanted, refused };
}

/**
 * The rate cells that "close the sale" and "open the sale" mean: every linked rate type of each
 * accommodation in the selection, on the nights selected.
 */
export function saleCells(model: CalendarModel, cells: readonly CellAddress[]): CellAddress[] {
  const seen = new Map<string, CellAddress>();
  for (const { line, day } of cells) {
    const accommodationId = model.byKey.get(line)?.accommodation.id;
    for (const other of model.lines)
      if (
        other.kind === 'rate' &&
        other.accommodation.id === accommodationId &&
        other.nights.at(day) !== undefined
      )
        seen.set(`${other.key} ${day}`, { line: other.key, day });
  }
  return [...seen.values()];
}

/** A value that all cells share, `mixed` when they differ, null when none has one. */
export function commonValue(
  model: CalendarModel,
  edits: StagedEdits,
  cells: readonly CellAddress[],
  field: EditField,
): FieldValue | 'mixed' | null {
  let common: FieldValue | null | undefined;
  for (const { line: key, day } of cells) {
    const line = model.byKey.get(key);
    if (!line || (line.kind === 'stock') !== (field === 'units')) continue;
    const value = wantedValue(line, day, field, edits.get(key)?.get(day));
    if (common === undefined) common = value;
    else if (common !== value) return 'mixed';
  }
  return common ?? null;
}
