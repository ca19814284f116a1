const DAY_MS = 86_400_000;
const PARIS = 'Europe/Paris';
const MINUTE_MS = 60_000;

/**
 * Days since 1970-01-01 of a calendar day written `YYYY-MM-DD`; undefined when it is no real day.
 * Years before 0100 are refused: no stay has one, and the platform's date type remaps them.
 */
export function toEpochDay(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  const ms = Date.parse(`${value}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== value) return undefined;
  return value < '0100' ? undefined : ms / DAY_MS;
}

/** The calendar day `YYYY-MM-DD` of a number of days since 1970-01-01. */
export function fromEpochDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** A real calendar day as it was written; undefined otherwise. */
export function toDay(value: unknown): string | undefined {
  return toEpochDay(value) === undefined ? undefined : (value as string);
}

let parisOffset: Intl.DateTimeFormat | undefined;

/** Minutes that Paris clocks are ahead of UTC at an instant (60 in winter, 120 in summer). */
function offsetMinutes(ms: number): number {
  parisOffset ??= new Intl.DateTimeFormat('en', { timeZone: PARIS, timeZoneName: 'longOffset' });
  const [, sign, hours, minutes] = /([+-])(\d+):(\d+)/.exec(parisOffset.format(ms)) ?? [];
  const total = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -total : total;
}

/**
 * Epoch milliseconds of an ISO 8601 timestamp; undefined when it is none. Without an offset it is
 * read as Paris time, the zone that the offsets seen upstream fit; `withOffset` refuses that form.
 */
export function toEpochMs(value: unknown, withOffset = false): number | undefined {
  const found =
    typeof value === 'string' &&
    /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?$/.exec(
      value.trim(),
    );
  if (!found || toEpochDay(found[1]) === undefined || (withOffset && !found[3])) return undefined;
  const ms = Date.parse(`${found[1]}T${found[2]}${found[3] ?? 'Z'}`);
  if (Number.isNaN(ms)) return undefined;
  if (found[3]) return ms;
  return ms - offsetMinutes(ms - offsetMinutes(ms) * MINUTE_MS) * MINUTE_MS;
}

/** The instant of an upstream timestamp as ISO 8601 UTC; undefined when it is none. */
export function toInstant(value: unknown): string | undefined {
  const ms = toEpochMs(value);
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

/** Writes epoch milliseconds as upstream's timestamp: Paris time, its offset, whole seconds. */
export function toDateXml(ms: number): string {
  const offset = offsetMinutes(ms);
  const size = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, '0');
  const local = new Date(ms + offset * MINUTE_MS).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
