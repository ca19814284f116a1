import { expect, test } from 'vitest';
import { linesOf, sentRunsOf, targetOf } from './audit-lines.ts';

test('tells what changed, value by value, and leaves out what did not', () => {
  const before = { name: 'A', newNight: { minStay: 1, maxStay: 7 }, weekendNights: [5, 6] };
  const after = { name: 'A', newNight: { minStay: 2, maxStay: 7 }, weekendNights: [6] };
  expect(linesOf(before, after)).toEqual([
    { path: ['newNight', 'minStay'], before: 1, after: 2 },
    { path: ['weekendNights'], before: [5, 6], after: [6] },
  ]);
});

test('tells a value that came or went, null too, and nothing of an empty entry', () => {
  expect(linesOf({ floorCents: null }, { floorCents: 5000 })).toEqual([
    { path: ['floorCents'], before: null, after: 5000 },
  ]);
  expect(linesOf({ name: 'Site' }, null)).toEqual([
    { path: ['name'], before: 'Site', after: undefined },
  ]);
  expect(linesOf(null, { batchId: 'x', counts: { applied: 2 } })).toEqual([
    { path: ['counts'], before: undefined, after: { applied: 2 } },
  ]);
  expect([linesOf(null, null), linesOf(undefined, undefined), linesOf('a', 'b')]).toEqual([
    [],
    [],
    [],
  ]);
});

test('reads the spans of nights of a sending, whatever else stands there', () => {
  const run = { from: '2027-01-01', to: '2027-01-03', state: 'applied' };
  expect(sentRunsOf({ cells: [run, null, { from: 1 }], omittedRuns: 4 })).toEqual({
    runs: [run],
    omitted: 4,
  });
  expect(sentRunsOf(null)).toEqual({ runs: [], omitted: 0 });
});

test('reads what an entry is about', () => {
  expect(targetOf('accommodation:12')).toEqual({ kind: 'accommodation', id: '12' });
  expect([targetOf(null), targetOf('odd')]).toEqual([null, null]);
});
