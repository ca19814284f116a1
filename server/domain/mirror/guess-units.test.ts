import { expect, test } from 'vitest';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { fc } from '#tests/support/core/properties.ts';
import { mostUnits } from './guess-units.ts';

type Stays = [arrival: number, departure: number, units: number][];
const stockOf = (...days: [number, number][]) => DayRuns.fromDays(days);

test.each([
  ['nothing known', stockOf(), [], null],
  ['stock only', stockOf([1, 2], [2, 3]), [], 3],
  [
    'stays only',
    stockOf(),
    [
      [1, 3, 1],
      [2, 4, 2],
    ],
    3,
  ],
  ['on sale and sold on the same night', stockOf([1, 2], [2, 1]), [[1, 3, 1]], 3],
  ['a stay without stock beside stock', stockOf([9, 1]), [[1, 3, 2]], 2],
  [
    'the departure day is free for the next',
    stockOf(),
    [
      [1, 3, 1],
      [3, 5, 1],
    ],
    1,
  ],
  ['a stay ends before the night on sale', stockOf([3, 1]), [[1, 3, 1]], 1],
  ['closed on every night', stockOf([1, 0], [2, 0]), [], null],
  ['closed and sold out', stockOf([1, 0]), [[1, 2, 1]], 1],
] as [string, DayRuns<number>, Stays, number | null][])('%s', (_, stock, stays, units) => {
  expect(mostUnits(stock, stays)).toBe(units);
});

test('the guess is the most of any single night', () => {
  const day = fc.integer({ min: 0, max: 12 });
  const stay = fc
    .tuple(day, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }))
    .map(([arrival, nights, units]): Stays[number] => [arrival, arrival + nights, units]);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(day, fc.integer({ min: 0, max: 3 }))),
      fc.array(stay, { maxLength: 8 }),
      (days, stays) => {
        const onSale = new Map(days);
        let most = 0;
        for (let night = 0; night < 20; night++) {
          const here = stays.filter(
            ([arrival, departure]) => arrival <= night && night < departure,
          );
          const sold = here.reduce((sum, [, , units]) => sum + units, 0);
          most = Math.max(most, sold + (onSale.get(night) ?? 0));
        }
        expect(mostUnits(DayRuns.fromDays(days), stays)).toBe(most || null);
      },
    ),
  );
});
