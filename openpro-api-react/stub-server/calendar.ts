/** A night as a count of days since 1970-01-01: no zone can shift it. */
export type Day = number;

const isoTexts = new Map<Day, string>();

/** Splits a day into year, month (1-12) and day of the month. */
export function civil(day: Day): { year: number; month: number; date: number } {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yoe + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: doy - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

/** The day of a year, month (1-12) and day of the month. */
export function dayOf(year: number, month: number, date: number): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  return era * 146_097 + doe - 719_468;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

/** `YYYY-MM-DD` of a day. */
export function isoDay(day: Day): string {
  const known = isoTexts.get(day);
  if (known !== undefined) return known;
  const { year, month, date } = civil(day);
  const text = `${pad(year, 4)}-${pad(month)}-${pad(date)}`;
  isoTexts.set(day, text);
  return text;
}

/** The day of `YYYY-MM-DD`, or null when no such day exists (2026-02-30). */
export function parseDay(text: unknown): Day | null {
  if (typeof text !== 'string') return null;
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return null;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month < 1 || month > 12 || date < 1 || date > 31) return null;
  const day = dayOf(year, month, date);
  return isoDay(day) === text ? day : null;
}

/** ISO weekday: 1 = Monday … 7 = Sunday. */
export function weekday(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The same day of the month some months later, or the last day of a shorter month. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, date } = civil(day);
  const index = year * 12 + (month - 1) + months;
  const first = dayOf(Math.floor(index / 12), (index % 12) + 1, 1);
  const next = dayOf(Math.floor((index + 1) / 12), ((index + 1) % 12) + 1, 1);
  return Math.min(first + date - 1, next - 1);
}

/** The last Sunday of a month, when clocks change in March and October. */
export function lastSunday(year: number, month: number): Day {
  const last = dayOf(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - 1;
  return last - (weekday(last) % 7);
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

function parisOffsetHours(ms: number): number {
  const { year } = civil(Math.floor(ms / DAY_MS));
  const from = lastSunday(year, 3) * DAY_MS + HOUR_MS;
  const to = lastSunday(year, 10) * DAY_MS + HOUR_MS;
  return ms >= from && ms < to ? 2 : 1;
}

/** An instant as the API writes it: Paris time with its offset, no fraction of a second. */
export function dateXml(ms: number): string {
  const offset = parisOffsetHours(ms);
  const local = ms + offset * HOUR_MS;
  const day = Math.floor(local / DAY_MS);
  const seconds = Math.floor((local - day * DAY_MS) / 1000);
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${isoDay(day)}T${time.map((part) => pad(part)).join(':')}+${pad(offset)}:00`;
}

/** The Paris day of an instant. */
export function parisDay(ms: number): Day {
  return Math.floor((ms + parisOffsetHours(ms) * HOUR_MS) / DAY_MS);
}

/** Epoch milliseconds of a day at an hour of UTC. */
export function instantOf(day: Day, seconds: number): number {
  return day * DAY_MS + seconds * 1000;
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|([+-])(\d{2}):(\d{2}))$/;

/** Epoch milliseconds of an instant with any explicit offset; null for anything else. */
export function parseInstant(text: unknown): number | null {
  const parts = typeof text === 'string' ? INSTANT.exec(text) : null;
  const day = parseDay(parts?.[1]);
  if (!parts || day === null) return null;
  const [hour, minute, second] = [Number(parts[2]), Number(parts[3]), Number(parts[4] ?? 0)];
  const [offsetHour, offsetMinute] = [Number(parts[8] ?? 0), Number(parts[9] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 14 || offsetMinute > 59) return null;
  const offset = (parts[7] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  const fraction = Math.floor(Number(`0.${parts[5] ?? '0'}`) * 1000);
  return day * DAY_MS + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction;
}
