import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toCents } from '../../src/client/wire/coerce.ts';
import {
  fromEpochDay,
  toDateXml,
  toEpochDay,
  toEpochMs,
  toInstant,
} from '../../src/client/wire/day.ts';
import { readRates } from '../../src/client/wire/rates.ts';

describe('money', () => {
  const cents = fc.integer({ min: -1e12, max: 1e12 });

  test('any amount in cents survives as number and as text', () => {
    fc.assert(
      fc.property(cents, fc.constantFrom('.', ','), (amount, mark) => {
        const digits = String(Math.abs(amount)).padStart(3, '0');
        const text = `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}${mark}${digits.slice(-2)}`;
        expect(toCents(amount / 100)).toBe(amount);
        expect(toCents(` ${text} `)).toBe(amount);
      }),
    );
  });

  test.each([
    [101.5, 10150],
    ['118,00', 11800],
    ['1 234,50', 123450],
    ['1\u202f234\u00a0567,8', 123456780],
    [1.005, 101],
    [0.1 + 0.2, 30],
    [-0.001, 0],
    [1e-7, 0],
    ['12', 1200],
  ])('%j is %i cents', (value, amount) => expect(toCents(value)).toBe(amount));

  test.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    JSON.parse('1e309'),
    '1e309',
    1e21,
    1e16,
    '',
    ' ',
    '1,234',
    '1.2.3',
    '12 34',
    '0x10',
    '5 €',
    'NaN',
    null,
    undefined,
    true,
    [1],
    {},
  ])('%j is no amount', (value) => expect(toCents(value)).toBeUndefined());
});

describe('days and instants', () => {
  test('a day survives its number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -600_000, max: 2_900_000 }), (day) => {
        expect(toEpochDay(fromEpochDay(day))).toBe(day);
      }),
    );
  });

  test.each([
    '2027-02-29',
    '2027-13-01',
    '2027-00-10',
    '2027-04-31',
    '27-04-01',
    '2027-4-1',
    '',
    5,
  ])('%j is no day', (value) => expect(toEpochDay(value)).toBeUndefined());

  test.each([
    ['2026-03-29T00:59:59Z', '2026-03-29T01:59:59+01:00'],
    ['2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
    ['2026-10-25T00:59:59Z', '2026-10-25T02:59:59+02:00'],
    ['2026-10-25T01:00:00Z', '2026-10-25T02:00:00+01:00'],
    ['2026-12-31T23:30:00Z', '2027-01-01T00:30:00+01:00'],
  ])('%s is %s in Paris', (instant, text) => {
    expect(toDateXml(Date.parse(instant))).toBe(text);
  });

  test('a Paris timestamp reads back as its instant, with and without its offset', () => {
    const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const text = toDateXml(second * 1000);
        expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$/);
        expect(toEpochMs(text)).toBe(second * 1000);
        const local = toEpochMs(text.slice(0, 19)) ?? 0;
        // Without the offset the hour that occurs twice has two readings; the wall clock is one.
        expect(toDateXml(local).slice(0, 19)).toBe(text.slice(0, 19));
      }),
    );
  });

  test.each([
    '2026-10-25',
    '2026-10-25T25:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-10-25T02:30:00+2:00',
    0,
    null,
  ])('%j is no timestamp', (value) => expect(toInstant(value)).toBeUndefined());
});

describe('laying rates over each other', () => {
  const element = fc.record({
    type: fc.integer({ min: 1, max: 2 }),
    from: fc.integer({ min: 0, max: 40 }),
    length: fc.integer({ min: 1, max: 15 }),
    price: fc.integer({ min: 1, max: 2 }),
    futur: fc.integer({ min: 0, max: 1 }),
  });
  const START = 20_000;

  test('gives the same nights as one object per night, in the fewest runs', () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 30 }), (elements) => {
        const nights: Record<string, string> = {};
        const tarifs = elements.map(({ type, from, length, price, futur }) => {
          for (let day = from; day < from + length; day += 1) {
            nights[`${type} ${fromEpochDay(START + day)}`] = `${price} ${futur}`;
          }
          return {
            idTypeTarif: type,
            debut: fromEpochDay(START + from),
            fin: fromEpochDay(START + from + length - 1),
            futur,
            tarifPax: { listeTarifPaxOccupation: [{ nbPers: 2, prix: price }] },
          };
        });
        const { items, warnings } = readRates({ tarifs });
        expect(warnings).toEqual([]);
        const read: Record<string, string> = {};
        items.forEach((run, index) => {
          const value = `${(run.prices[0]?.priceCents ?? 0) / 100} ${run.extra?.futur}`;
          const last = toEpochDay(run.to) ?? 0;
          for (let day = toEpochDay(run.from) ?? 0; day <= last; day += 1) {
            const night = `${run.rateTypeId} ${fromEpochDay(day)}`;
            expect(read[night]).toBeUndefined();
            read[night] = value;
          }
          const before = items[index - 1];
          const touches =
            before?.rateTypeId === run.rateTypeId &&
            (toEpochDay(before.to) ?? 0) + 1 === toEpochDay(run.from);
          if (touches) expect({ ...before, from: run.from, to: run.to }).not.toEqual(run);
        });
        expect(read).toEqual(nights);
      }),
      { numRuns: 300 },
    );
  });

  test('a hostile stack of a hundred thousand elements ends', () => {
    const count = 100_000;
    const tarifs = Array.from({ length: count }, (_, index) => ({
      idTypeTarif: 1,
      debut: fromEpochDay(index),
      fin: fromEpochDay(2 * count - index),
      dureeMin: index,
    }));
    expect(readRates({ tarifs }).items).toHaveLength(2 * count - 1);
  });
});
