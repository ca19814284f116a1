import { expect, test } from 'vitest';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { formatsOf } from './formats.ts';

const fr = formatsOf('fr');
const en = formatsOf('en');

test('amounts keep their cents and show none where there are none', () => {
  expect(fr.amount(9500)).toBe('95');
  expect(fr.amount(8950)).toBe('89,50');
  expect(en.amount(8905)).toBe('89.05');
});

test('French money has narrow no-break spaces', () => {
  expect(fr.money(123450)).toBe('1\u202f234,50\u202f€');
  expect(fr.signedMoney(-1200)).toBe('−12\u202f€');
  expect(fr.signedMoney(1200)).toBe('+12\u202f€');
});

test('nights are written as the date they are, whatever the zone of the machine', () => {
  expect(process.env.TZ).toBe('Asia/Kathmandu');
  expect(fr.longDate(toEpochDay('2026-11-21'))).toBe('samedi 21 novembre 2026');
  expect(fr.shortDate(toEpochDay('2026-11-21'))).toBe('sam. 21 nov.');
  expect(fr.longDate(toEpochDay('2026-10-25'))).toBe('dimanche 25 octobre 2026');
});

test('ages are told in the largest unit that fits', () => {
  expect(fr.ago(2 * 60_000)).toMatch(/^il y a 2\smin$/);
  expect(en.ago(3 * 3_600_000)).toBe('3 hr ago');
});
