import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { fc } from '#tests/support/core/properties.ts';
import {
  addDays,
  calendarDateOf,
  civilOf,
  dateInZone,
  fromEpochDay,
  isCalendarDate,
  isoWeekday,
  nightsBetween,
  parseEpochDay,
  startOfDate,
  toEpochDay,
} from './calendar-date.ts';

const { PlainDate } = Temporal;
const EPOCH = PlainDate.from('1970-01-01');
const FIRST = toEpochDay('0000-01-01');
const LAST = toEpochDay('9999-12-31');
const RUNS = { numRuns: 10_000 };

const anyDay = fc.integer({ min: FIRST, max: LAST });
const temporalOf = (epochDay: number) => EPOCH.add({ days: epochDay });

test('tests run in a zone that is no whole hour from UTC', () => {
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toMatch(/^Asia\/Kat(h)?mandu$/);
});

describe('against Temporal.PlainDate', () => {
  test('every date of the years 0 to 9999 is the same date', () => {
    fc.assert(
      fc.property(anyDay, (epochDay) => {
        const date = temporalOf(epochDay);
        const text = date.toString();
        expect(fromEpochDay(epochDay)).toBe(text);
        expect(toEpochDay(text)).toBe(epochDay);
        expect(isoWeekday(epochDay)).toBe(date.dayOfWeek);
        const { year, month, day } = date;
        expect(civilOf(epochDay)).toEqual({ year, month, day });
      }),
      RUNS,
    );
  });

  test('days are added and counted alike', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (one, other) => {
        const [arrival, departure] = [fromEpochDay(one), fromEpochDay(other)];
        const { days } = PlainDate.from(arrival).until(departure, { largestUnit: 'days' });
        expect(nightsBetween(arrival, departure)).toBe(days);
        expect(addDays(arrival, days)).toBe(departure);
      }),
      RUNS,
    );
  });

  test('a year, a month and a day are a date for both or for neither', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(part(9999), part(13), part(32), (year, month, day) => {
        const text = [year, month, day].map((n, i) => String(n).padStart(i ? 2 : 4, '0')).join('-');
        expect(isCalendarDate(text), text).toBe(exists(year, month, day));
      }),
      RUNS,
    );
  });
});

function exists(year: number, month: number, day: number): boolean {
  try {
    PlainDate.from({ year, month, day }, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

test.each([
  ['0000-01-01', -719_528],
  ['0000-02-29', -719_469],
  ['0000-12-31', -719_163],
  ['1969-12-31', -1],
  ['1970-01-01', 0],
  ['2024-02-29', 19_782],
  ['9999-12-31', 2_932_896],
])('%s is epoch day %i', (text, epochDay) => {
  expect(parseEpochDay(text)).toBe(epochDay);
  expect(fromEpochDay(epochDay)).toBe(text);
});

test.each([
  ...['2026-02-30', '2026-02-29', '1900-02-29', '2026-04-31', '2026-00-10', '2026-13-01'],
  ...['2026-01-00', '2026-01-32', '26-01-01', '10000-01-01', '-0001-01-01', '+2026-01-01'],
  ...['2026-1-1', '2026/01/01', '20260101', '2026-01-01T00:00:00Z', '2026-01-01\n', ' 2026-01-01'],
  ...['', '2026-W01-1', '٢٠٢٦-٠١-٠١', '2026-01-01 ', '0x26-01-01'],
])('%j is no date', (text) => {
  expect(parseEpochDay(text)).toBeNull();
  expect(isCalendarDate(text)).toBe(false);
  expect(() => toEpochDay(text)).toThrow(RangeError);
  expect(() => calendarDateOf(text)).toThrow(RangeError);
});

test('an error names at most the beginning of a long text', () => {
  expect(() => toEpochDay('9'.repeat(10_000))).toThrow(/^.{1,80}$/);
});

describe('the date that a zone shows', () => {
  const PARIS = 'Europe/Paris';
  test.each([
    // Clocks go forward in the night to 2027-03-28 and back in the night to 2027-10-31.
    [PARIS, '2027-03-27T22:59:59.999Z', '2027-03-27'],
    [PARIS, '2027-03-27T23:00:00Z', '2027-03-28'],
    [PARIS, '2027-03-28T00:59:59Z', '2027-03-28'],
    [PARIS, '2027-03-28T01:00:00Z', '2027-03-28'],
    [PARIS, '2027-03-28T21:59:59.999Z', '2027-03-28'],
    [PARIS, '2027-03-28T22:00:00Z', '2027-03-29'],
    [PARIS, '2027-10-30T21:59:59.999Z', '2027-10-30'],
    [PARIS, '2027-10-30T22:00:00Z', '2027-10-31'],
    [PARIS, '2027-10-31T00:30:00Z', '2027-10-31'],
    [PARIS, '2027-10-31T01:30:00Z', '2027-10-31'],
    [PARIS, '2027-10-31T22:59:59.999Z', '2027-10-31'],
    [PARIS, '2027-10-31T23:00:00Z', '2027-11-01'],
    ['America/Guadeloupe', '2026-11-21T03:59:59.999Z', '2026-11-20'],
    ['America/Guadeloupe', '2026-11-21T04:00:00Z', '2026-11-21'],
    ['Asia/Kathmandu', '2026-11-21T18:14:59.999Z', '2026-11-21'],
    ['Asia/Kathmandu', '2026-11-21T18:15:00Z', '2026-11-22'],
    ['Indian/Reunion', '2026-12-31T20:00:00Z', '2027-01-01'],
    ['Pacific/Tahiti', '2027-01-01T09:59:59Z', '2026-12-31'],
    ['UTC', '1969-12-31T23:59:59.999Z', '1969-12-31'],
  ])('%s at %s is %s', (zone, instant, date) => {
    expect(dateInZone(Date.parse(instant), zone)).toBe(date);
  });

  test('is the one that Temporal shows', () => {
    const zones = [PARIS, 'America/Guadeloupe', 'Asia/Kathmandu', 'Pacific/Noumea', 'UTC'];
    const instant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
        const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
        expect(dateInZone(at, zone)).toBe(shown.toPlainDate().toString());
      }),
      { numRuns: 1_000 },
    );
  });

  test('begins at midnight, or at what comes first where clocks skip it', () => {
    const zones = [PARIS, 'America/Havana', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC'];
    const day = fc.integer({ min: toEpochDay('2008-01-01'), max: toEpochDay('2035-01-01') });
    fc.assert(
      fc.property(day, fc.constantFrom(...zones), (epochDay, zone) => {
        const date = fromEpochDay(epochDay);
        const begins = PlainDate.from(date).toZonedDateTime(zone);
        expect(startOfDate(date, zone)).toBe(begins.epochMilliseconds);
      }),
      { numRuns: 1_000 },
    );
    expect(startOfDate(calendarDateOf('2027-03-28'), PARIS)).toBe(Date.parse('2027-03-27T23:00Z'));
    expect(startOfDate(calendarDateOf('2027-03-29'), PARIS)).toBe(Date.parse('2027-03-28T22:00Z'));
  });

  test('is refused for a zone that does not exist', () => {
    expect(() => dateInZone(0, 'Europe/Atlantis')).toThrow(RangeError);
  });
});
