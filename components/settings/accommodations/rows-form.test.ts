import { expect, test } from 'vitest';
import { type RowEdits, wishOf } from './rows-form.ts';

const ROW = {
  id: 7,
  name: 'Chambre de la Tour',
  units: null,
  floorCents: 5000,
  ceilingCents: null,
  referenceGuests: 2,
  variableCostCents: null,
  turnoverCostCents: 4000,
  unitsGuess: 3,
  referenceGuestsGuess: 2,
  mostBooked: 1,
};

const edits = (row: Record<string, string>): RowEdits => new Map([[7, row]]);

test('sends cents exactly, however they are typed, and only what differs', () => {
  const typed = { floorCents: '1 234,50', ceilingCents: '1234.5 €', referenceGuests: '2' };
  expect(wishOf([ROW], edits({ ...typed, units: '2', turnoverCostCents: '' }))).toEqual({
    updates: [
      {
        id: 7,
        set: { floorCents: 123_450, ceilingCents: 123_450, units: 2, turnoverCostCents: null },
      },
    ],
    problems: new Map(),
    changes: 4,
  });
  expect(wishOf([ROW], edits({ floorCents: '50,00' })).changes).toBe(0);
});

test('says what cannot be sent, by accommodation and setting', () => {
  const typed = { units: '1000', floorCents: '0', referenceGuests: 'deux' };
  const { problems } = wishOf([ROW], edits({ ...typed, variableCostCents: '1.2345' }));
  expect(Object.fromEntries(problems)).toEqual({
    '7.units': 'units',
    '7.floorCents': 'positive',
    '7.referenceGuests': 'count',
    '7.variableCostCents': 'amount',
  });
});

test('a floor above the ceiling is told where it was typed, also against a stored one', () => {
  const { problems } = wishOf([ROW], edits({ ceilingCents: '49,99' }));
  expect(Object.fromEntries(problems)).toEqual({ '7.ceilingCents': 'floorAboveCeiling' });
  const both = wishOf([ROW], edits({ floorCents: '60', ceilingCents: '59' }));
  expect(Object.fromEntries(both.problems)).toEqual({ '7.floorCents': 'floorAboveCeiling' });
  expect(wishOf([ROW], edits({ ceilingCents: '50' })).problems.size).toBe(0);
});
