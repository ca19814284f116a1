import { expect, test } from 'vitest';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { MAX_NIGHTS, rangeHolding, rangeOf, searchOf, spanOf } from './search-params.ts';

const today = toEpochDay('2026-11-21');
const read = (query: string) => rangeOf(new URLSearchParams(query), today);

test('the address names the range', () => {
  expect(spanOf(read('from=2027-02-27&nights=31&zoom=week'))).toEqual({
    from: '2027-02-27',
    to: '2027-03-29',
  });
});

test('nonsense in the address is the default', () => {
  const plain = read('');
  for (const query of ['from=2026-02-30', 'nights=abc', 'nights=999999', 'zoom=decade'])
    expect(read(query)).toEqual(plain);
});

test('an address that is written is read back', () => {
  for (const query of [
    '',
    '?from=2027-01-01',
    '?nights=184',
    '?from=2027-01-01&nights=31&zoom=year',
  ])
    expect(searchOf(read(query), today)).toBe(query);
});

test('a range grows to hold the nights asked for, moves when it must, and says when it cannot', () => {
  const range = read('?from=2027-01-01&nights=31');
  const day = range.from;
  expect(rangeHolding(range, day + 3, day + 9)).toEqual(range);
  expect(rangeHolding(range, day + 3, day + 40)).toEqual({ ...range, nights: 41 });
  expect(rangeHolding(range, day - 5, day + 9)).toEqual({ ...range, from: day - 5, nights: 36 });
  expect(rangeHolding(range, day + 2_000, day + 2_003)).toEqual({
    ...range,
    from: day + 2_000,
    nights: 92,
  });
  expect(rangeHolding(range, day, day + MAX_NIGHTS - 1)?.nights).toBe(MAX_NIGHTS);
  expect(rangeHolding(range, day, day + MAX_NIGHTS)).toBeNull();
});
