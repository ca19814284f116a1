import type { RateRun } from '#server/domain/rates/schema.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';

/** A line of the grid: an accommodation's stock, or one of its rate types. */
export interface LineId {
  readonly accommodationId: number;
  /** null = the stock of the accommodation. */
  readonly rateTypeId: number | null;
}

/** A line in a form that compares and stores well. */
export type LineKey = string;

/** The line as a key. */
export function lineKeyOf({ accommodationId, rateTypeId }: LineId): LineKey {
  return `${accommodationId}/${rateTypeId ?? 'stock'}`;
}

/**
 * The line of a key.
 * @throws {RangeError} when the text is no key.
 */
export function lineOf(key: LineKey): LineId {
  const match = /^(\d+)\/(\d+|stock)$/.exec(key);
  if (!match) throw new RangeError(`Not a line: ${key.slice(0, 40)}`);
  return {
    accommodationId: Number(match[1]),
    rateTypeId: match[2] === 'stock' ? null : Number(match[2]),
  };
}

/** What can be edited of a night. */
export const EDIT_FIELDS = [
  'units',
  'priceCents',
  'minStay',
  'maxStay',
  'open',
  'arrivalAllowed',
  'departureAllowed',
] as const;

export type EditField = (typeof EDIT_FIELDS)[number];
export type FieldValue = number | boolean;

export interface CellAddress {
  readonly line: LineKey;
  readonly day: EpochDay;
}

/** What a night holds under one rate type, with the price the grid shows. */
export interface NightCell {
  readonly priceCents: number | null;
  readonly minStay: number | null;
  readonly maxStay: number | null;
  readonly open: boolean;
  readonly arrivalAllowed: boolean;
  readonly departureAllowed: boolean;
}

/** What upstream gives a night that gets its first price. */
export const NEW_NIGHT: NightCell = {
  priceCents: null,
  minStay: 1,
  maxStay: 30,
  open: true,
  arrivalAllowed: true,
  departureAllowed: true,
};

/** The price for the reference number of guests, null when the night has none. */
export function referencePrice(run: RateRun, referenceGuests: number | null): number | null {
  return run.prices.find(({ guests }) => guests === referenceGuests)?.priceCents ?? null;
}

/** A run as the grid shows it. */
export function nightCellOf(run: RateRun, referenceGuests: number | null): NightCell {
  return {
    priceCents: referencePrice(run, referenceGuests),
    minStay: run.minStay,
    maxStay: run.maxStay,
    open: run.open,
    arrivalAllowed: run.arrivalAllowed,
    departureAllowed: run.departureAllowed,
  };
}
