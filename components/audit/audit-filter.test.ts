import { expect, test } from 'vitest';
import { filterOf, queryOf } from './audit-filter.ts';

const read = (query: string) => filterOf(new URLSearchParams(query));

test('a filter goes into an address and comes back', () => {
  const query =
    '?supplierId=61001&action=member.role&actorKind=user&actorId=abc&from=2026-11-01&to=2026-11-30';
  expect(read(query)).toEqual({
    supplierId: 61_001,
    action: 'member.role',
    actorKind: 'user',
    actorId: 'abc',
    from: '2026-11-01',
    to: '2026-11-30',
  });
  expect(new URLSearchParams(queryOf(read(query))).toString().split('&').sort()).toEqual(
    query.slice(1).split('&').sort(),
  );
});

test('what an address cannot mean is left out', () => {
  expect(read('supplierId=x&action=odd&actorKind=ghost&from=2026-13-01&to=')).toEqual({});
  expect(queryOf({})).toBe('');
});
