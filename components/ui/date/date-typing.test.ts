import { expect, test } from 'vitest';
import { isDateComplete } from './date-typing.ts';

/** The values that a field passes through, and those that are taken. */
function taken(values: readonly string[], isTyping: boolean): string[] {
  return values.filter((value, i) => isDateComplete(value, values[i - 1] ?? null, isTyping, 2026));
}

test('typing a date takes it once, when its year is whole', () => {
  const typed = ['2026-11-21', '2026-08-21', '2026-08-15'];
  const year = ['0002-08-15', '0020-08-15', '0202-08-15', '2027-08-15'];
  expect(taken([...typed, ...year], true)).toEqual(['2027-08-15']);
});

test('a date that is picked is taken at once, a strange year never', () => {
  expect(taken(['2026-11-21', '2027-08-15', '', '0202-08-15'], false)).toEqual([
    '2026-11-21',
    '2027-08-15',
  ]);
});
