import { expect, test } from 'vitest';
import {
  addMonths,
  dateXml,
  dayOf,
  isoDay,
  lastSunday,
  parisDay,
  parseDay,
  parseInstant,
  weekday,
} from '../../stub-server/calendar.ts';

test('days and texts agree over four centuries', () => {
  for (let day = dayOf(1900, 1, 1); day < dayOf(2300, 1, 1); day += 13) {
    expect(parseDay(isoDay(day))).toBe(day);
  }
  for (const bad of ['2027-02-29', '2027-13-01', '2027-00-10', '2027-1-01', '', null, 5]) {
    expect(parseDay(bad)).toBeNull();
  }
  expect(weekday(dayOf(2026, 11, 21))).toBe(6);
  expect(isoDay(addMonths(dayOf(2024, 2, 29), 12))).toBe('2025-02-28');
  expect(isoDay(lastSunday(2027, 3))).toBe('2027-03-28');
  expect(isoDay(lastSunday(2027, 10))).toBe('2027-10-31');
});

test('instants carry the Paris offset on both sides of each clock change', () => {
  const cases = [
    ['2027-03-28T00:59:59Z', '2027-03-28T01:59:59+01:00'],
    ['2027-03-28T01:00:00Z', '2027-03-28T03:00:00+02:00'],
    ['2027-10-31T00:59:59Z', '2027-10-31T02:59:59+02:00'],
    ['2027-10-31T01:00:00Z', '2027-10-31T02:00:00+01:00'],
    ['2026-12-31T23:30:00Z', '2027-01-01T00:30:00+01:00'],
  ] as const;
  for (const [utc, paris] of cases) {
    const instant = parseInstant(utc) ?? 0;
    expect(dateXml(instant)).toBe(paris);
    expect(parseInstant(paris)).toBe(instant);
  }
  expect(isoDay(parisDay(parseInstant('2026-12-31T23:30:00Z') ?? 0))).toBe('2027-01-01');
  for (const bad of ['2027-10-31', '2027-10-31T01:00:00', '2027-10-31T25:00:00Z', 'x', null]) {
    expect(parseInstant(bad)).toBeNull();
  }
});
