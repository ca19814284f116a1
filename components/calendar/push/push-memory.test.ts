import { expect, test } from 'vitest';
import type { Change } from '#server/domain/bulk-updates/schema.ts';
import { calendarDateOf } from '#server/kernel/calendar-date.ts';
import { attemptFor, decodeMemory, encodeMemory, NO_MEMORY, withBatches } from './push-memory.ts';

const date = calendarDateOf('2026-11-21');
const change = (priceCents: number): Change => ({
  accommodationId: 1,
  rateTypeId: 2,
  from: date,
  to: date,
  set: { priceCents },
});

const wanted = (priceCents: number, allowOutOfBounds = false) => ({
  ...{ changes: [change(priceCents)], allowOutOfBounds },
});

test('a repeated sending of the same content keeps its key and its base', () => {
  let minted = 0;
  const key = () => `key-${++minted}`;
  const attempt = attemptFor(NO_MEMORY, wanted(100), 'monday', key);
  const memory = { batchIds: [], attempt };
  expect(attemptFor(memory, wanted(100), 'tuesday', key)).toEqual(attempt);
  expect(attemptFor(memory, wanted(200), 'tuesday', key)).toMatchObject({
    idempotencyKey: 'key-2',
    basedOn: 'tuesday',
  });
  expect(attemptFor(memory, wanted(100, true), 'tuesday', key).idempotencyKey).toBe('key-3');
});

test('what is remembered is read back, what is strange is not', () => {
  const memory = { batchIds: ['a'], attempt: attemptFor(NO_MEMORY, wanted(1), null, () => 'k') };
  expect(decodeMemory(encodeMemory(memory))).toEqual(memory);
  for (const text of [null, '', '{', '[]', '{"version":2,"batchIds":[]}'])
    expect(decodeMemory(text)).toEqual(NO_MEMORY);
});

test('sendings found under way stand among the others by when they were made, once', () => {
  const memory = { ...NO_MEMORY, batchIds: ['018f', '0190'] };
  expect(withBatches(memory, ['018a', '0190']).batchIds).toEqual(['018a', '018f', '0190']);
  expect(withBatches(memory, ['0190'])).toBe(memory);
});
