import { toText } from './coerce.ts';

const DAY_MS = 86_400_000;

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

/** The offset of Paris clocks at an instant, `+01:00` in winter and `+02:00` in summer. */
function offsetAt(ms: number): string {
  parisOffset ??= new Intl.DateTimeFormat('en', {
    timeZone: 'Europe/Paris',
    timeZoneName: 'longOffset',
  });
  return /[+-]\d\d:\d\d/.exec(parisOffset.format(ms))?.[0] ?? '+00:00';
}

/** Milliseconds that a clock with this offset is behind UTC. */
function behindMs(offset: string): number {
  return Date.parse(`1970-01-01T00:00${offset}`);
}

/**
 * Epoch milliseconds of an ISO 8601 timestamp; undefined when it is none. Without an offset it is
 * read as Paris time, the zone that the offsets seen upstream fit; `withOffset` refuses that form.
 */
export function toEpochMs(value: unknown, withOffset = false): number | undefined {
  const [, day, time, offset] =
    /^(.{10})T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?$/.exec(toText(value) ?? '') ?? [];
  const ms = Date.parse(`${day}T${time}${offset ?? 'Z'}`);
  if (toEpochDay(day) === undefined || Number.isNaN(ms) || (withOffset && !offset))
    return undefined;
  return offset ? ms : ms + behindMs(offsetAt(ms + behindMs(offsetAt(ms))));
}

/** The instant of an upstream timestamp as ISO 8601 UTC; undefined when it is none. */
export function toInstant(value: unknown): string | undefined {
  const ms = toEpochMs(value);
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

/** Writes epoch milliseconds as upstream's timestamp: Paris time, its offset, whole seconds. */
export function toDateXml(ms: number): string {
  const offset = offsetAt(ms);
  return new Date(ms - behindMs(offset)).toISOString().slice(0, 19) + offset;
}
