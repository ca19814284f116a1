import { expect, test } from 'vitest';
import { fromEpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { addMonths, monthLength, monthStart, weeksOf } from './month.ts';

const day = toEpochDay;

test('months follow one another over the years, whatever their length', () => {
  expect(fromEpochDay(addMonths(day('2026-11-21'), 3))).toBe('2027-02-01');
  expect(fromEpochDay(addMonths(day('2027-01-31'), -2))).toBe('2026-11-01');
  expect(monthLength(day('2028-02-01'))).toBe(29);
  expect(fromEpochDay(monthStart(day('2026-11-30')))).toBe('2026-11-01');
});

test('weeks begin on Monday and hold every day once', () => {
  const weeks = weeksOf(day('2026-11-01'));
  expect(weeks[0]).toEqual([null, null, null, null, null, null, day('2026-11-01')]);
  expect(weeks.flat().filter((one) => one !== null)).toHaveLength(30);
  expect(weeks.every((week) => week.length === 7)).toBe(true);
});
