import { expect, test } from 'vitest';
import type { MirrorWarning } from '#server/domain/suppliers/schema.ts';
import { warningGroupsOf } from './warning-groups.ts';

const warning = (over: Partial<MirrorWarning>): MirrorWarning => ({
  part: 'rates',
  code: 'unreachable',
  accommodationId: 1,
  asOf: '2026-11-21T08:00:00Z',
  detail: null,
  ...over,
});

test('one cause is told once, with its parts, its oldest age and its words', () => {
  const groups = warningGroupsOf([
    warning({ detail: 'Maintenance' }),
    warning({ accommodationId: 2, asOf: '2026-11-21T07:00:00Z', detail: 'Maintenance' }),
    warning({ part: 'stock', asOf: null }),
    warning({ part: 'bookings', code: 'key_refused', asOf: null }),
  ]);
  expect(groups).toEqual([
    { code: 'key_refused', parts: ['bookings'], asOf: null, details: [] },
    {
      code: 'unreachable',
      parts: ['rates', 'stock'],
      asOf: '2026-11-21T07:00:00Z',
      details: ['Maintenance'],
    },
  ]);
});
