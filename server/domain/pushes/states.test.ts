import { expect, test } from 'vitest';
import { type BatchState, type ItemState, itemState } from '#server/domain/pushes/schema.ts';
import { cellOf } from '#tests/support/core/plans.ts';
import { isFinal } from './cells.ts';
import { batchStateOf, countCells, itemStateOf } from './states.ts';

const ALL: readonly ItemState[] = itemState.options;
const cells = (...states: ItemState[]) => states.map((state) => cellOf({ state }));

test.each([
  [['queued', 'sending', 'verifying', 'applied'], 'sending'],
  [['queued', 'verifying', 'failed'], 'verifying'],
  [['queued', 'rejected', 'applied'], 'queued'],
  [['rejected', 'blocked_credentials'], 'blocked_credentials'],
  [['mismatch', 'rejected', 'failed'], 'rejected'],
  [['conflict', 'mismatch', 'failed'], 'failed'],
  [['conflict', 'mismatch'], 'mismatch'],
  [['applied', 'conflict', 'cancelled'], 'conflict'],
  [['applied', 'cancelled', 'superseded'], 'cancelled'],
  [['applied', 'superseded'], 'superseded'],
  [['applied', 'applied'], 'applied'],
  [[], 'applied'],
] as [ItemState[], ItemState][])('an item with cells %j is %s', (states, state) => {
  expect(itemStateOf(cells(...states))).toBe(state);
  expect(itemStateOf(cells(...[...states].reverse()))).toBe(state);
});

test('an item never looks ended while one of its cells moves', () => {
  for (const moving of ALL.filter((state) => !isFinal(state)))
    for (const other of ALL) expect(isFinal(itemStateOf(cells(other, moving)))).toBe(false);
});

test('an item of one state is in that state', () => {
  for (const state of ALL) expect(itemStateOf(cells(state, state))).toBe(state);
});

test.each([
  [['queued', 'failed'], false, 'running'],
  [['sending'], false, 'running'],
  [['verifying', 'applied'], true, 'running'],
  [['applied', 'rejected'], false, 'attention'],
  [['mismatch'], false, 'attention'],
  [['conflict'], true, 'attention'],
  [['blocked_credentials'], false, 'attention'],
  [['failed'], false, 'attention'],
  [['applied', 'superseded'], false, 'done'],
  [['applied', 'cancelled'], true, 'done'],
  [['cancelled', 'cancelled'], true, 'cancelled'],
  [['cancelled', 'superseded'], true, 'done'],
  [[], false, 'done'],
] as [ItemState[], boolean, BatchState][])(
  'a batch with items %j, cancelled %s, is %s',
  (items, cancelled, state) => {
    expect(batchStateOf(items, cancelled)).toBe(state);
  },
);

test('counts add up to the total, state by state', () => {
  const { total, ...counts } = countCells(cells(...ALL, 'applied', 'applied'));
  expect(total).toBe(ALL.length + 2);
  for (const state of ALL) expect(counts[state]).toBe(state === 'applied' ? 3 : 1);
  expect(Object.keys(counts).sort()).toEqual([...ALL].sort());
});
