import { parseAmount, parseCount, parsePercent } from '../edit/parse-input.ts';
import type { PriceRule, Rounding } from '../edit/price-rule.ts';
import type { Wish } from '../edit/resolve.ts';
import type { FieldValue } from '../model/cells.ts';

export type DraftField =
  | 'price'
  | 'minStay'
  | 'maxStay'
  | 'arrivalAllowed'
  | 'departureAllowed'
  | 'units';

/** What stands in the fields of the panel. */
export interface Draft {
  readonly ticked: ReadonlySet<DraftField>;
  readonly priceMode: PriceRule['mode'];
  readonly price: string;
  readonly rounding: Rounding;
  readonly minStay: string;
  readonly maxStay: string;
  readonly units: string;
  readonly arrivalAllowed: boolean | null;
  readonly departureAllowed: boolean | null;
}

export const EMPTY_DRAFT: Draft = {
  ticked: new Set(),
  priceMode: 'set',
  price: '',
  rounding: 'none',
  minStay: '',
  maxStay: '',
  units: '',
  arrivalAllowed: null,
  departureAllowed: null,
};

/** The draft with a value typed, which also ticks its field. */
export function withValue(draft: Draft, field: DraftField, values: Partial<Draft>): Draft {
  return { ...draft, ...values, ticked: new Set([...draft.ticked, field]) };
}

/** The draft with a field ticked or not. */
export function withTick(draft: Draft, field: DraftField, isOn: boolean): Draft {
  const ticked = new Set(draft.ticked);
  if (isOn) ticked.add(field);
  else ticked.delete(field);
  return { ...draft, ticked };
}

/**
 * The draft after a press on "+" or "−" of the price. Prices that differ have none to start from:
 * each then moves by one euro from what it is.
 */
export function withPriceStep(
  draft: Draft,
  direction: 1 | -1,
  common: FieldValue | 'mixed' | null,
  amount: (cents: number) => string,
): Draft {
  if (draft.priceMode === 'percent') {
    const percent = (parsePercent(draft.price) ?? 0) + direction;
    return withValue(draft, 'price', { price: String(percent) });
  }
  const typed = parseAmount(draft.price);
  if (draft.priceMode === 'set' && typed === null && common === 'mixed')
    return withValue(draft, 'price', { priceMode: 'add', price: amount(direction * 100) });
  const isFromCommon = draft.priceMode === 'set' && typeof common === 'number';
  const start = typed ?? (isFromCommon ? common : 0);
  return withValue(draft, 'price', { price: amount(start + direction * 100) });
}

export type DraftProblem = 'badPrice' | 'badPercent' | 'badCount';

function priceRule({ priceMode, price, rounding }: Draft): PriceRule | DraftProblem {
  if (priceMode === 'percent') {
    const percent = parsePercent(price);
    return percent === null ? 'badPercent' : { mode: 'percent', percent, rounding };
  }
  const cents = parseAmount(price);
  if (cents === null || (priceMode === 'set' && cents < 1)) return 'badPrice';
  return priceMode === 'set' ? { mode: 'set', cents } : { mode: 'add', cents, rounding };
}

/** What the ticked fields ask for, and which of them cannot be understood. */
export function wishOf(draft: Draft): { wish: Wish; problems: Map<DraftField, DraftProblem> } {
  const problems = new Map<DraftField, DraftProblem>();
  let wish: Wish = {};
  for (const field of draft.ticked) {
    if (field === 'price') {
      const rule = priceRule(draft);
      if (typeof rule === 'string') problems.set(field, rule);
      else wish = { ...wish, price: rule };
    } else if (field === 'arrivalAllowed' || field === 'departureAllowed') {
      const value = draft[field];
      if (value !== null) wish = { ...wish, [field]: value };
    } else {
      const count = parseCount(draft[field]);
      if (count === null) problems.set(field, 'badCount');
      else wish = { ...wish, [field]: count };
    }
  }
  return { wish, problems };
}
