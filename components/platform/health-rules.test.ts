import { expect, test } from 'vitest';
import { worstFirst, worthALook } from './health-rules.ts';

const row = (
  name: string,
  wrong: { refusedKeys?: number; deadJobs?: number; openItems?: number },
) => ({
  ...{ id: name, name, createdAt: '2026-11-21T00:00:00.000Z', members: 1, apiKeys: 0 },
  ...{ suppliers: 1, accommodations: 1, bookings: 0, lastReadAt: null },
  ...{ failedParts: 0, refusedKeys: 0, openItems: 0, deadJobs: 0 },
  ...wrong,
});

test('what waits to be sent is no trouble; a refused key and a dead job are', () => {
  expect(worthALook(row('a', { openItems: 4 }))).toBe(false);
  expect(worthALook(row('a', { refusedKeys: 1 }))).toBe(true);
  expect(worthALook(row('a', { deadJobs: 1 }))).toBe(true);
});

test('organisations in trouble come first, the others by name', () => {
  const rows = [row('Été', {}), row('Arc', {}), row('Zénith', { deadJobs: 2 })];
  expect(worstFirst(rows).map(({ name }) => name)).toEqual(['Zénith', 'Arc', 'Été']);
});
