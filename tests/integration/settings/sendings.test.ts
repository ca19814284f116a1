import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Span } from '#tests/support/nights.ts';
import { bearer, mutate } from '#tests/support/raw.ts';
import type { World } from '#tests/support/world.ts';
import { batchOf, type Doors, openDoors, ROW } from './doors.ts';

const pick = ({ from, to }: Span) => ({ from, to });

let doors: Doors;
let world: World;
let nights: Doors['nights'];
beforeAll(async () => {
  doors = await openDoors();
  ({ world, nights } = doors);
});
afterAll(() => world[Symbol.asyncDispose]());

describe('every sending is written down', () => {
  test('with what it holds, once however often it is asked for', async () => {
    const [a, b] = [nights.take(2), nights.take(1)];
    const idempotencyKey = randomUUID();
    const changes = [
      { ...ROW, ...pick(a), set: { priceCents: 100_00, minStay: 2 } },
      { accommodationId: 1, ...pick(b), set: { units: 0 } },
      { ...ROW, accommodationId: 2, from: a.from, to: a.from, set: { priceCents: 90_00 } },
    ];
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        doors.call('bulkUpdates.create', 'key', a, {}, { idempotencyKey, changes }),
      ),
    );
    const batchId = batchOf(answers[0]);
    for (const answer of answers) expect(batchOf(answer)).toBe(batchId);
    expect(await doors.audited('rates.push', batchId)).toEqual([
      {
        ...{ actor: 'apiKey', target: `batch:${batchId}`, supplierId: world.supplierId },
        before: null,
        after: { entries: 3, items: 3, nights: 3, accommodations: [1, 2] },
      },
    ]);
  });

  test('through the other doors too', async () => {
    const span = nights.take(2);
    const rates = batchOf(await doors.call('rates.set', 'manager', span, { minStay: 2 }));
    const input = {
      ...{ supplierId: world.supplierId, accommodationId: 2, idempotencyKey: randomUUID() },
      days: span.dates.map((date) => ({ date, units: 0 })),
    };
    const stock = batchOf(await mutate(world.url, 'stock.set', input, bearer(world.apiKey)));
    const [first, second] = [
      await doors.audited('rates.push', rates),
      await doors.audited('rates.push', stock),
    ];
    expect(first).toMatchObject([
      { actor: 'user', after: { entries: 1, items: 1, nights: 2, accommodations: [1] } },
    ]);
    expect(second).toMatchObject([
      { actor: 'apiKey', after: { entries: 2, items: 1, nights: 2, accommodations: [2] } },
    ]);
  });
});
