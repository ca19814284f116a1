import { afterEach, beforeEach, expect, test } from 'vitest';
import { alert } from '#server/db/schema/index.ts';
import { type Clock, systemClock } from '#server/kernel/clock.ts';
import { type Pusher, pushersOf } from '#tests/support/pushing.ts';
import { eventually, settled, startWorld, type World } from '#tests/support/world.ts';

const HOUR = 3_600_000;

let world: World;
let another: () => Pusher;
let ahead = 0;
const clock: Clock = { now: () => systemClock.now() + ahead };

beforeEach(async () => {
  ahead = 0;
  world = await startWorld({ clock });
  another = await pushersOf(world, 2001);
});
afterEach(() => world[Symbol.asyncDispose]());

const alerts = async () => {
  const rows = await world.app.database.db.select().from(alert);
  return rows.map(({ kind, refId, count, supplierId }) => ({ kind, refId, count, supplierId }));
};

test('a refused sending and one that came back different raise one alert, with the newest batch', async () => {
  const { api, supplierId } = world;
  const one = another();
  await one.fault('POST', { upstreamSentence: 'Non.' });
  await settled(api, (await one.push(2, 17_300)).batchId);
  await one.mend();
  await one.fault('POST', { clampCents: 1000 });
  const { batchId } = await one.push(1, 17_400);
  await settled(api, batchId);
  expect(await alerts()).toEqual([{ kind: 'push_refused', refId: batchId, count: 2, supplierId }]);
});

test('a sending that comes through raises none', async () => {
  const { batchId } = await another().push(2, 17_500);
  expect((await settled(world.api, batchId)).state).toBe('done');
  expect(await alerts()).toEqual([]);
});

test('a sending that has not ended after a day ends as failed with the last reason, and is told', async () => {
  const { api, supplierId } = world;
  const one = another();
  // It was sent, and can never be read back.
  await one.fault('GET', { delayMs: 0 }, 1);
  await one.fault('GET', { status: 503 });
  const { batchId } = await one.push(2, 17_600);
  const open = await eventually('an unknown outcome', async () => {
    const batch = await api.bulkUpdates.get.query({ batchId });
    return batch.items[0]?.unknownSince ? batch : null;
  });
  ahead = 23 * HOUR;
  expect((await api.bulkUpdates.get.query({ batchId })).state).toBe('running');
  ahead = 25 * HOUR;
  await world.app.database.client.execute(`UPDATE job SET run_at = 1 WHERE state = 'ready'`);
  const batch = await settled(api, batchId);
  expect(batch).toMatchObject({ state: 'attention', counts: { failed: 2, applied: 0 } });
  expect(batch.items[0]?.unknownSince).toBe(open.items[0]?.unknownSince);
  expect(await alerts()).toEqual([
    { kind: 'batch_not_ended', refId: batchId, count: 1, supplierId },
  ]);
  // Tried again it has another day, and finds that it had come through.
  await one.mend();
  await api.bulkUpdates.retry.mutate({ batchId });
  expect(await settled(api, batchId)).toMatchObject({ state: 'done', counts: { applied: 2 } });
  expect((await one.methods()).filter((method) => method === 'POST')).toHaveLength(1);
});
