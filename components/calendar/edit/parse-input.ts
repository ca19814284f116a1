/**
 * Cents of an amount as a person types it: `89,50`, `89.5`, `1 234`, `120 €`; null when it is no
 * amount or has more than two decimals.
 */
export function parseAmount(text: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.');
  const match = /^([+-]?)(\d{1,7})(?:\.(\d{0,2}))?$/.exec(bare);
  if (!match) return null;
  const cents = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -cents : cents;
}

/** A whole number that is not negative, or null. */
export function parseCount(text: string): number | null {
  const bare = text.trim();
  return /^\d{1,4}$/.test(bare) ? Number(bare) : null;
}

/** A percentage such as `5`, `-7,5` or `10 %`, or null. */
export function parsePercent(text: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f%]/g, '').replace(',', '.');
  return /^[+-]?\d{1,3}(\.\d{1,2})?$/.test(bare) ? Number(bare) : null;
}
