import { isFields } from './wire/coerce.ts';
import { toDay } from './wire/day.ts';

/** @throws TypeError naming the argument or option in backticks, never its value */
export function requireThat(holds: unknown, name: string, expected: string): asserts holds {
  if (!holds) throw new TypeError(`\`${name}\` must be ${expected}`);
}

/** @throws TypeError unless it is a safe integer of `least` or more */
export function requireInteger(value: unknown, name: string, least = 1): void {
  const fits = Number.isSafeInteger(value) && Number(value) >= least;
  requireThat(fits, name, `a safe integer of ${least} or more`);
}

/** @throws TypeError unless it is an object */
export function requireObject(value: unknown, name: string): void {
  requireThat(isFields(value), name, 'an object');
}

/** @throws TypeError unless it is a list */
export function requireList(value: unknown, name: string): void {
  requireThat(Array.isArray(value), name, 'a list');
}

/** @throws TypeError unless it is a real calendar day */
export function requireDay(value: unknown, name: string): void {
  requireThat(toDay(value), name, 'a real calendar day, YYYY-MM-DD');
}

const SEGMENTS = {
  supplierId: 'fournisseur',
  accommodationId: 'hebergements',
  rateTypeId: 'typetarifs',
  bookingId: 'dossiers',
};

/**
 * The path of a resource, its ids in the order given.
 * @throws TypeError naming the id that is no positive safe integer
 */
export function pathOf(ids: { [K in keyof typeof SEGMENTS]?: number }): string {
  const segments: Record<string, string> = SEGMENTS;
  return Object.entries(ids)
    .map(([name, id]) => {
      requireInteger(id, name);
      return `/${segments[name]}/${id}`;
    })
    .join('');
}
