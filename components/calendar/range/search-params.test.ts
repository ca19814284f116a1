import { expect, test } from 'vitest';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { rangeOf, searchOf, spanOf } from './search-params.ts';

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
