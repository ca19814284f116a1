import { expect, test } from 'vitest';
import type { BatchCell, BatchItem, ItemState } from '#server/domain/pushes/schema.ts';
import { calendarDateOf } from '#server/kernel/calendar-date.ts';
import { canRetry } from './outcomes.ts';

const cell = (state: ItemState): BatchCell => ({
  ...{ rateTypeId: 1, date: calendarDateOf('2026-11-21'), state },
  ...{ before: null, sent: { minStay: 2 }, read: null },
});

const item = (state: ItemState, ...cells: ItemState[]): Pick<BatchItem, 'state' | 'cells'> => ({
  state,
  cells: cells.map(cell),
});

test('an item is tried again once it has ended with something that did not come through', () => {
  const wrong = ['mismatch', 'rejected', 'failed', 'conflict', 'blocked_credentials'] as const;
  for (const state of wrong) expect(canRetry(item(state, 'applied', state))).toBe(true);
  expect(canRetry(item('verifying', 'verifying', 'rejected'))).toBe(false);
  for (const state of ['applied', 'superseded', 'cancelled'] as const)
    expect(canRetry(item(state, state))).toBe(false);
});
