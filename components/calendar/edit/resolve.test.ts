import { expect, test } from 'vitest';
import type { CalendarView } from '#server/domain/calendars/schema.ts';
import { addDays, calendarDateOf, toEpochDay } from '#server/kernel/calendar-date.ts';
import { calendarModelOf } from '../model/calendar-model.ts';
import { editsFrom, NO_EDITS } from '../staged/edits.ts';
import { parseAmount, parseCount, parsePercent } from './parse-input.ts';
import { priceUnder } from './price-rule.ts';
import { commonValue, resolveWish, saleCells } from './resolve.ts';

const today = calendarDateOf('2026-11-21');
const day = toEpochDay(today);
const run = { open: true, minStay: 1, maxStay: 7, arrivalAllowed: true, departureAllowed: true };

const view: CalendarView = {
  asOf: '2026-11-21T08:00:00Z',
  stale: false,
  staleAsOf: null,
  warnings: [],
  today,
  weekendNights: [5, 6],
  accommodations: [{ id: 1, name: 'Gîte', units: 2, rateTypeIds: [2, 3] }],
  rateTypes: [
    { id: 2, label: { fr: 'Public' }, description: {}, order: 1 },
    { id: 3, label: { fr: 'Souple' }, description: {}, order: 2 },
  ],
  stock: [{ accommodationId: 1, runs: [{ from: today, to: addDays(today, 5), units: 1 }] }],
  rates: [
    {
      accommodationId: 1,
      rateTypeId: 2,
      referenceGuests: 4,
      runs: [
        {
          from: addDays(today, -3),
          to: addDays(today, 3),
          ...run,
          prices: [
            { guests: 2, priceCents: 8000 },
            { guests: 4, priceCents: 8950 },
          ],
        },
      ],
    },
  ],
  bookings: [],
};
const model = calendarModelOf(view, day - 3, day + 10);
const cell = (line: string, offset: number) => ({ line, day: day + offset });

test('amounts as people type them', () => {
  expect(['89,50', '89.5', ' 1 234 ', '120 €', '0,05', '95,'].map(parseAmount)).toEqual([
    8950, 8950, 123400, 12000, 5, 9500,
  ]);
  expect(['', 'abc', '1,234', '12,5,0', '-'].map(parseAmount)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(parsePercent('-7,5 %')).toBe(-7.5);
  expect([parseCount('3'), parseCount('2,5'), parseCount('-1')]).toEqual([3, null, null]);
});

test('relative prices are exact to the cent', () => {
  const percent = (value: number, rounding: 'none' | 'ninety' | 'half' | 'whole') =>
    priceUnder({ mode: 'percent', percent: value, rounding }, 8950);
  expect(percent(10, 'none')).toBe(9845);
  expect(percent(10, 'whole')).toBe(9800);
  expect(percent(10, 'half')).toBe(9850);
  expect(percent(10, 'ninety')).toBe(9790 + 100);
  expect(priceUnder({ mode: 'add', cents: 500, rounding: 'none' }, null)).toBeNull();
});

test('the price is that of the reference number of guests', () => {
  expect(commonValue(model, NO_EDITS, [cell('1/2', 0), cell('1/2', 1)], 'priceCents')).toBe(8950);
});

test('past nights and nights without a rate stay as they are', () => {
  const cells = [cell('1/2', -1), cell('1/2', 0), cell('1/2', 5), cell('1/3', 0)];
  const { wanted, refused } = resolveWish(model, NO_EDITS, cells, { minStay: 2 });
  expect(wanted).toEqual([{ line: '1/2', day, field: 'minStay', before: 1, after: 2 }]);
  expect([...refused]).toEqual([
    ['past', 1],
    ['noRate', 2],
  ]);
});

test('a price makes a new night, which then takes the rest', () => {
  const both = resolveWish(model, NO_EDITS, [cell('1/3', 0)], {
    price: { mode: 'set', cents: 10000 },
    minStay: 2,
  });
  expect(both.wanted).toHaveLength(2);
  const edits = editsFrom(both.wanted);
  expect(resolveWish(model, edits, [cell('1/3', 0)], { open: false }).wanted).toHaveLength(1);
});

test('a minimum above the maximum is refused before it is staged', () => {
  expect([...resolveWish(model, NO_EDITS, [cell('1/2', 0)], { minStay: 8 }).refused]).toEqual([
    ['minAboveMax', 1],
  ]);
  expect(
    resolveWish(model, NO_EDITS, [cell('1/2', 0)], { minStay: 8, maxStay: 9 }).wanted,
  ).toHaveLength(2);
});

test('units go to the stock line only, up to the units there are', () => {
  const cells = [cell('1/stock', 0), cell('1/2', 0)];
  expect(resolveWish(model, NO_EDITS, cells, { units: 2 }).wanted).toEqual([
    { line: '1/stock', day, field: 'units', before: 1, after: 2 },
  ]);
  expect(resolveWish(model, NO_EDITS, cells, { units: 3 }).refused.get('unitsBounds')).toBe(1);
});

test('closing the sale means every rate type that has a rate that night', () => {
  expect(saleCells(model, [cell('1/stock', 0), cell('1/2', 0)])).toEqual([cell('1/2', 0)]);
});
