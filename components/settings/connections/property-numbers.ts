/** The numbers of properties as they are typed, `61001, 61002`; null when something is no number. */
export function parseNumbers(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const isWrong = parts.length === 0 || parts.some((part) => !/^[1-9]\d{0,14}$/.test(part));
  return isWrong ? null : [...new Set(parts.map(Number))].slice(0, 20);
}

/** Whether it can be an upstream key: visible characters, which fit into a header. */
export function isKeyLike(text: string): boolean {
  return /^[\x21-\x7e]{8,500}$/.test(text.trim());
}
