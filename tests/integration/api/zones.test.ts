import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, calendarDateOf, dateInZone } from '#server/kernel/calendar-date.ts';
import { calendarOf, spanOf, todayOf } from '#tests/support/nights.ts';
import { bearer, errorOf, mutate } from '#tests/support/raw.ts';
import { failureOf, settled, startWorld, type World } from '#tests/support/world.ts';

const DAY = 86_400_000;
/** A moment tomorrow, given as time of day in UTC, at which the clock stands still. */
const at = (utc: string) => {
  const date = new Date(Date.now() + DAY).toISOString().slice(0, 10);
  return { now: () => Date.parse(`${date}T${utc}Z`) };
};

describe.each([
  // 02:30 in Paris; still the evening before in Guadeloupe.
  ['America/Guadeloupe', at('01:30:00'), -1],
  ['Europe/Paris', at('01:30:00'), 0],
  // Half past midnight in Paris, summer or winter; the evening before in UTC.
  ['Europe/Paris', at('23:30:00'), 1],
  ['Pacific/Tongatapu', at('12:00:00'), 1],
])('in %s', (timezone, clock, offset) => {
  let world: World;
  const utcDate = calendarDateOf(new Date(clock.now()).toISOString().slice(0, 10));
  const tonight = addDays(utcDate, offset);
  beforeAll(async () => {
    world = await startWorld({ timezone, clock, seed: 'gite' });
    await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const push = (from: typeof tonight, to: typeof tonight) =>
    world.api.bulkUpdates.create.mutate({
      supplierId: world.supplierId,
      idempotencyKey: `${from}-${to}`,
      changes: [{ accommodationId: 1, from, to, set: { minStay: 5 } }],
    });

  test('today is the supplier’s own date', async () => {
    expect(dateInZone(clock.now(), timezone)).toBe(tonight);
    expect(await todayOf(world)).toBe(tonight);
    const { stale } = await calendarOf(world, spanOf(tonight, 1));
    expect(stale).toBe(false);
  });

  test('tonight is not past; last night is, and takes the whole range with it', async () => {
    const { batchId } = await push(tonight, tonight);
    expect((await settled(world.api, batchId)).state).toBe('done');
    const { data } = await failureOf(push(addDays(tonight, -1), addDays(tonight, 3)));
    expect(data?.fields).toMatchObject([{ path: 'changes.0.from', code: 'past_night' }]);
    const input = {
      ...{ supplierId: world.supplierId, accommodationId: 1, idempotencyKey: 'stock' },
      days: [{ date: addDays(tonight, -1), units: 0 }],
    };
    const answer = await mutate(world.url, 'stock.set', input, bearer(world.apiKey));
    expect(errorOf(answer).data.fields).toMatchObject([
      { path: 'days.0.date', code: 'past_night' },
    ]);
  });
});
