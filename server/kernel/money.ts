declare const cents: unique symbol;

/** An amount of money as an integer number of cents. */
export type Cents = number & { readonly [cents]: true };

/**
 * The number as cents.
 * @throws {RangeError} when it is not a safe integer.
 */
export function centsOf(value: number): Cents {
  if (!Number.isSafeInteger(value)) throw new RangeError('Not a whole number of cents');
  return value as Cents;
}

/**
 * Splits a total over `parts` so that the shares add up to the cent and differ by at most one;
 * the larger shares come first.
 * @throws {RangeError} when `parts` is not a positive integer.
 */
export function splitEvenly(total: Cents, parts: number): Cents[] {
  if (!Number.isSafeInteger(parts) || parts < 1) throw new RangeError('`parts` must be ≥ 1');
  const base = Math.floor(total / parts);
  const larger = total - base * parts;
  return Array.from({ length: parts }, (_, i) => centsOf(base + (i < larger ? 1 : 0)));
}
