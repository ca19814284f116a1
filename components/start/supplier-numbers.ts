/** Property numbers as typed: apart by spaces, commas, semicolons or lines. */
export interface TypedNumbers {
  /** Each once, in the order they were typed. */
  readonly numbers: readonly number[];
  /** What is no property number. */
  readonly strays: readonly string[];
}

/** As many properties as one key may be tried with at once. */
export const MOST_NUMBERS = 20;

/** Reads property numbers out of what was typed. */
export function readNumbers(text: string): TypedNumbers {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const isNumber = (word: string) => /^[1-9]\d{0,14}$/.test(word);
  return {
    numbers: [...new Set(words.filter(isNumber).map(Number))],
    strays: words.filter((word) => !isNumber(word)),
  };
}
