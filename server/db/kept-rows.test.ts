import { expect, test } from 'vitest';
import { KeptRows } from './kept-rows.ts';

const sized = () => new KeptRows<readonly number[]>(5, (rows) => rows.length);

test('rows come back with the version they are of', () => {
  const kept = sized();
  kept.set('a', { version: '1', rows: [1] });
  expect(kept.get('a')).toEqual({ version: '1', rows: [1] });
  expect(kept.get('b')).toBeUndefined();
});

test('a newer version takes the place of the older one', () => {
  const kept = sized();
  kept.set('a', { version: '1', rows: [1, 2, 3, 4] });
  kept.set('a', { version: '2', rows: [5] });
  kept.set('b', { version: '1', rows: [1, 2, 3, 4] });
  expect(kept.get('a')).toEqual({ version: '2', rows: [5] });
});

test('the least recently used go when there are too many', () => {
  const kept = sized();
  kept.set('a', { version: '1', rows: [1, 2] });
  kept.set('b', { version: '1', rows: [1, 2] });
  kept.get('a');
  kept.set('c', { version: '1', rows: [1, 2] });
  expect([kept.get('a') !== undefined, kept.get('b'), kept.get('c') !== undefined]).toEqual([
    true,
    undefined,
    true,
  ]);
});

test('rows that are too many by themselves are not kept', () => {
  const kept = sized();
  kept.set('a', { version: '1', rows: [1, 2, 3, 4, 5, 6] });
  expect(kept.get('a')).toBeUndefined();
});
