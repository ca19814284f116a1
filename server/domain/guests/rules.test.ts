import { expect, test } from 'vitest';
import { fromEpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { keptFrom, normalEmail, normalPhone } from './rules.ts';

test('spellings of one e-mail address are one', () => {
  const spellings = ['zoe@canari.example', ' Zoe@CANARI.example ', 'ｚｏｅ@canari.example'];
  expect(new Set(spellings.map(normalEmail))).toEqual(new Set(['zoe@canari.example']));
  expect(normalEmail('Éloïse@Canari.example')).toBe('éloïse@canari.example');
  expect(normalEmail('  ')).toBeNull();
});

test('spellings of one telephone number are one, French without a dialling code', () => {
  const spellings = [
    '+33 6 10 20 30 40',
    '06.10.20.30.40',
    '0033610203040',
    '+33 (0)6 10 20 30 40',
  ];
  expect(new Set(spellings.map(normalPhone))).toEqual(new Set(['+33610203040']));
  expect(normalPhone('+32 470 12 34 56')).toBe('+32470123456');
  for (const text of ['', 'none', '12', 'demander à Zoé']) expect(normalPhone(text)).toBeNull();
});

test.each([
  ['2026-11-21', 36, '2023-11-21'],
  ['2026-03-31', 1, '2026-02-28'],
  ['2024-03-31', 1, '2024-02-29'],
  ['2026-01-15', 1, '2025-12-15'],
  ['2026-01-01', 120, '2016-01-01'],
  ['2024-02-29', 12, '2023-02-28'],
])('on %s the data of %i months are those since %s', (today, months, first) => {
  expect(fromEpochDay(keptFrom(toEpochDay(today), months))).toBe(first);
});
