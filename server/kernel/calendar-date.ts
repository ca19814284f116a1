declare const calendarDate: unique symbol;

/** A night or day of the calendar, `YYYY-MM-DD`, never an instant and never in a zone. */
export type CalendarDate = string & { readonly [calendarDate]: true };

/** Days since 1970-01-01; the arithmetic form of a `CalendarDate`. */
export type EpochDay = number;

const DAYS_PER_ERA = 146_097;
const DAYS_TO_EPOCH = 719_468;

/**
 * Days from 1970-01-01 to a proleptic Gregorian date.
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 */
function daysFromCivil(year: number, month: number, day: number): EpochDay {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_EPOCH;
}

function civilFromDays(epochDay: EpochDay): [year: number, month: number, day: number] {
  const shifted = epochDay + DAYS_TO_EPOCH;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

/** The number that the decimal digits of `text` from `start` to before `end` write; NaN for others. */
function digitsIn(text: string, start: number, end: number): number {
  let number = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Epoch day of a `YYYY-MM-DD` text, or null when it is not a date of the calendar
 * (`2026-02-30`) or has another form. Read character by character: an answer holds thousands.
 */
export function parseEpochDay(text: string): EpochDay | null {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return null;
  const year = digitsIn(text, 0, 4);
  const month = digitsIn(text, 5, 7);
  const day = digitsIn(text, 8, 10);
  // Written so that NaN fails.
  const isDate = year >= 0 && month >= 1 && month <= 12 && day >= 1;
  return isDate && day <= daysInMonth(year, month) ? daysFromCivil(year, month, day) : null;
}

/** Whether a text is a date of the calendar in the form `YYYY-MM-DD`. */
export function isCalendarDate(text: string): text is CalendarDate {
  return parseEpochDay(text) !== null;
}

/**
 * The date as a branded value.
 * @throws {RangeError} when the text is not a date of the calendar.
 */
export function calendarDateOf(text: string): CalendarDate {
  if (!isCalendarDate(text)) throw new RangeError(`Not a calendar date: ${text.slice(0, 40)}`);
  return text;
}

/**
 * Epoch day of a date.
 * @throws {RangeError} when the text is not a date of the calendar.
 */
export function toEpochDay(date: string): EpochDay {
  const epochDay = parseEpochDay(date);
  if (epochDay === null) throw new RangeError(`Not a calendar date: ${date.slice(0, 40)}`);
  return epochDay;
}

/** The date of an epoch day, for the years 0 to 9999. */
export function fromEpochDay(epochDay: EpochDay): CalendarDate {
  const [year, month, day] = civilFromDays(epochDay);
  const text = `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
  return text as CalendarDate;
}

/** The date `days` after (or before, when negative) a date. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromEpochDay(toEpochDay(date) + days);
}

/** ISO weekday of an epoch day: 1 = Monday to 7 = Sunday. 1970-01-01 was a Thursday. */
export function isoWeekday(epochDay: EpochDay): number {
  return ((((epochDay + 3) % 7) + 7) % 7) + 1;
}

/** Number of nights from arrival to departure. */
export function nightsBetween(arrival: CalendarDate, departure: CalendarDate): number {
  return toEpochDay(departure) - toEpochDay(arrival);
}

/** Year, month (1 to 12) and day of an epoch day. */
export function civilOf(epochDay: EpochDay): { year: number; month: number; day: number } {
  const [year, month, day] = civilFromDays(epochDay);
  return { year, month, day };
}

const DAY_MS = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}

/**
 * The date that a wall calendar in `timeZone` (IANA name) shows at an instant.
 * @param instant epoch milliseconds
 * @throws {RangeError} when the zone is unknown.
 */
export function dateInZone(instant: number, timeZone: string): CalendarDate {
  const parts: Record<string, string> = {};
  for (const part of formatterOf(timeZone).formatToParts(instant)) parts[part.type] = part.value;
  return calendarDateOf(`${parts.year}-${parts.month}-${parts.day}`);
}

/**
 * The instant at which a date begins in `timeZone`, epoch milliseconds: midnight, or whatever comes
 * first where the clocks skip it. For the years 1000 to 9998.
 * @throws {RangeError} when the zone is unknown.
 */
export function startOfDate(date: CalendarDate, timeZone: string): number {
  const utc = toEpochDay(date) * DAY_MS;
  let [before, since] = [utc - DAY_MS, utc + DAY_MS];
  while (since - before > 1) {
    const middle = Math.floor((before + since) / 2);
    if (dateInZone(middle, timeZone) < date) before = middle;
    else since = middle;
  }
  return since;
}
