import { type Day, isoDay } from '../calendar.ts';
import type { JsonObject } from '../json.ts';

const tails = new WeakMap<JsonObject, string>();

// Days share their value objects, so one text serves thousands of elements.
function tail(value: JsonObject): string {
  const known = tails.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value).slice(1);
  tails.set(value, text);
  return text;
}

/** The wire text of a stock element. */
export function stockText(_row: number, day: Day, value: JsonObject): string {
  return `{"date":"${isoDay(day)}",${tail(value)}`;
}

/** The wire text of a rate element: one night, both bounds equal. */
export function rateText(row: number, day: Day, value: JsonObject): string {
  const date = isoDay(day);
  return `{"idTypeTarif":${row},"debut":"${date}","fin":"${date}",${tail(value)}`;
}

/** The rate element with the end key as the documentation spells it, trailing space included. */
export function rateTextTrailingSpace(row: number, day: Day, value: JsonObject): string {
  const date = isoDay(day);
  return `{"idTypeTarif":${row},"debut":"${date}","fin ":"${date}",${tail(value)}`;
}

/** The stock element of the older days form. */
export function dayFormText(_row: number, day: Day, value: JsonObject): string {
  return `{"date":"${isoDay(day)}","dispo":${JSON.stringify(value.valeur ?? null)}}`;
}

/** A stock element as an object, for the ledger. */
export function stockElement(day: Day, value: JsonObject | null): JsonObject | null {
  return value && { date: isoDay(day), ...value };
}

/** A rate element as an object, for the ledger. */
export function rateElement(row: number, day: Day, value: JsonObject | null): JsonObject | null {
  const date = isoDay(day);
  return value && { idTypeTarif: row, debut: date, fin: date, ...value };
}
