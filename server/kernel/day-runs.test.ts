import { expect, test } from 'vitest';
import { DayRuns } from './day-runs.ts';

const week = DayRuns.from([
  { from: 1, to: 3, value: 'a' },
  { from: 4, to: 4, value: 'b' },
  { from: 7, to: 7, value: 'b' },
]);

test('where runs overlap, the later one in the list wins', () => {
  const laid = DayRuns.from([
    { from: 1, to: 9, value: 'a' },
    { from: 3, to: 4, value: 'b' },
    { from: 4, to: 5, value: 'a' },
  ]);
  expect(laid.runs).toEqual([
    { from: 1, to: 2, value: 'a' },
    { from: 3, to: 3, value: 'b' },
    { from: 4, to: 9, value: 'a' },
  ]);
});

test('closing a gap with an equal value makes one run', () => {
  expect(week.set(5, 6, 'b').runs).toEqual([
    { from: 1, to: 3, value: 'a' },
    { from: 4, to: 7, value: 'b' },
  ]);
  expect(week.set(4, 6, 'a').runs).toEqual([
    { from: 1, to: 6, value: 'a' },
    { from: 7, to: 7, value: 'b' },
  ]);
});

test('a gap stays a gap', () => {
  expect([0, 1, 4, 5, 6, 7, 8].map((day) => week.at(day))).toEqual([
    ...[undefined, 'a', 'b', undefined, undefined, 'b', undefined],
  ]);
  expect(week.update(5, 6, (held) => held).runs).toEqual(week.runs);
  expect(week.clear(2, 2).runs.map(({ from, to }) => [from, to])).toEqual([
    [1, 1],
    [3, 3],
    [4, 4],
    [7, 7],
  ]);
});

test('NaN equals itself unless another equality is given', () => {
  const days = [1, 2].map((day): [number, number] => [day, Number.NaN]);
  expect(DayRuns.fromDays(days).runs).toHaveLength(1);
  expect(DayRuns.fromDays(days, (a, b) => a === b).runs).toHaveLength(2);
});

test.each([
  [2, 1],
  [0.5, 1],
  [0, Number.POSITIVE_INFINITY],
  [Number.NaN, 1],
])('%d to %d is no range of days', (from, to) => {
  expect(() => week.set(from, to, 'a')).toThrow(RangeError);
  expect(() => week.clear(from, to)).toThrow(RangeError);
  expect(() => week.slice(from, to)).toThrow(RangeError);
  expect(() => DayRuns.from([{ from, to, value: 'a' }])).toThrow(RangeError);
});
