/** What a price that is moved is rounded to. */
export const ROUNDINGS = ['none', 'whole', 'half', 'ninety'] as const;

export type Rounding = (typeof ROUNDINGS)[number];

/** How a price is asked for; the relative ways are resolved per night before they are staged. */
export type PriceRule =
  | { readonly mode: 'set'; readonly cents: number }
  | { readonly mode: 'percent'; readonly percent: number; readonly rounding: Rounding }
  | { readonly mode: 'add'; readonly cents: number; readonly rounding: Rounding };

/** The nearest amount of the wanted form: any cent, `95`, `94,50`, or `94,90`. */
export function roundTo(cents: number, rounding: Rounding): number {
  switch (rounding) {
    case 'none':
      return Math.round(cents);
    case 'whole':
      return Math.round(cents / 100) * 100;
    case 'half':
      return Math.round(cents / 50) * 50;
    case 'ninety':
      return Math.round((cents - 90) / 100) * 100 + 90;
  }
}

/** The price of a night under a rule, or null when a relative rule meets no price. */
export function priceUnder(rule: PriceRule, current: number | null): number | null {
  if (rule.mode === 'set') return rule.cents;
  if (current === null) return null;
  // Percent in hundredths, so that 10 % of 89,50 is 8,95 and not 8,949999.
  const moved =
    rule.mode === 'add'
      ? current + rule.cents
      : current + (current * Math.round(rule.percent * 100)) / 10_000;
  return roundTo(moved, rule.rounding);
}
