import { expect, test } from 'vitest';
import { columnsInSight, rowsInSight } from './visible-span.ts';

const heights = [48, 40, 40, 90, 40];
const tops = [0, 48, 88, 128, 218];

test('rows of any height that meet the window are in sight', () => {
  expect(rowsInSight(tops, heights, 0, 100, 0)).toEqual({ first: 0, last: 2 });
  expect(rowsInSight(tops, heights, 48, 40, 0)).toEqual({ first: 1, last: 1 });
  expect(rowsInSight(tops, heights, 130, 60, 0)).toEqual({ first: 3, last: 3 });
  expect(rowsInSight(tops, heights, 130, 60, 2)).toEqual({ first: 1, last: 4 });
  expect(rowsInSight([], [], 0, 100, 2)).toEqual({ first: 0, last: -1 });
});

test('columns stay within those there are', () => {
  expect(columnsInSight(92, 56, 0, 560, 0)).toEqual({ first: 0, last: 9 });
  expect(columnsInSight(92, 56, 28, 560, 0)).toEqual({ first: 0, last: 10 });
  expect(columnsInSight(92, 56, 91 * 56, 560, 4)).toEqual({ first: 87, last: 91 });
});
