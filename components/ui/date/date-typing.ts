const YEARS_BACK = 2;

function isPlausible(text: string, thisYear: number): boolean {
  const match = /^(\d{4})-\d{2}-\d{2}$/.exec(text);
  return match !== null && Number(match[1]) >= thisYear - YEARS_BACK;
}

/**
 * Whether the value of a date field is a date that is meant. One that is picked is; while typing,
 * the last figure of the year says so (`0202-08-15` becomes `2027-08-15`).
 */
export function isDateComplete(
  text: string,
  before: string | null,
  isTyping: boolean,
  thisYear: number,
): boolean {
  if (!isPlausible(text, thisYear)) return false;
  return !isTyping || (before !== null && before !== '' && !isPlausible(before, thisYear));
}
