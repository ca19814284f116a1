import { expect, test } from 'vitest';
import type { BatchView } from '#server/domain/pushes/schema.ts';
import { heardCells } from './heard-cells.ts';

const NOTHING: BatchView['counts'] = {
  total: 8,
  queued: 0,
  sending: 0,
  verifying: 0,
  applied: 0,
  mismatch: 0,
  rejected: 0,
  failed: 0,
  conflict: 0,
  blocked_credentials: 0,
  superseded: 0,
  cancelled: 0,
};
const batch = (counts: Partial<BatchView['counts']>) => ({ counts: { ...NOTHING, ...counts } });

test('what upstream was read to hold moves the calendar, be it what was sent or not', () => {
  expect(heardCells([batch({ applied: 2 }), batch({ mismatch: 3, conflict: 1 })])).toBe(6);
  expect(heardCells([batch({ blocked_credentials: 1 })])).toBe(1);
});

test('what is on its way or was refused leaves the calendar as it is', () => {
  expect(heardCells([batch({ queued: 2, sending: 1, verifying: 1, rejected: 3 })])).toBe(0);
});
