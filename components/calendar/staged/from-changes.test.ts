import { expect, test } from 'vitest';
import { calendarDateOf, toEpochDay } from '#server/kernel/calendar-date.ts';
import { editsOfChanges } from './from-changes.ts';

const from = calendarDateOf('2026-12-01');
const to = calendarDateOf('2026-12-02');
const day = toEpochDay(from);
const ground = { referenceOf: () => 2, beforeOf: () => 90_00 };

test('a change set becomes edits night by night, its reference price among them', () => {
  const change = {
    ...{ accommodationId: 1, rateTypeId: 7, from, to },
    set: { minStay: 3, prices: [{ guests: 2, priceCents: 80_00 }] },
  };
  const { edits, others } = editsOfChanges([change], ground);
  expect(others).toBe(0);
  expect(edits.map((edit) => [edit.day - day, edit.field, edit.after])).toEqual([
    [0, 'minStay', 3],
    [0, 'priceCents', 80_00],
    [1, 'minStay', 3],
    [1, 'priceCents', 80_00],
  ]);
  expect(edits[0]).toMatchObject({ line: '1/7', before: 90_00 });
});

test('prices that the calendar cannot hold are counted, by night', () => {
  const prices = [
    { guests: 2, priceCents: null },
    { guests: 4, priceCents: 120_00 },
  ];
  const change = { accommodationId: 1, rateTypeId: 7, from, to, set: { prices } };
  expect(editsOfChanges([change], ground)).toEqual({ edits: [], others: 4 });
});

test('units belong to the stock', () => {
  const change = { accommodationId: 1, from, to: from, set: { units: 0 } };
  expect(editsOfChanges([change], ground).edits).toMatchObject([
    { line: '1/stock', field: 'units', after: 0 },
  ]);
});
