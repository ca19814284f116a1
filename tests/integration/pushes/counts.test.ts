import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Pusher, pushersOf } from '#tests/support/pushing.ts';
import { settled, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let another: () => Pusher;
beforeAll(async () => {
  world = await startWorld();
  another = await pushersOf(world, 2001);
});
afterAll(() => world[Symbol.asyncDispose]());

const listed = async (batchId: string) => {
  const { items } = await world.api.bulkUpdates.list.query({ supplierId: world.supplierId });
  return items.find((one) => one.batchId === batchId);
};
const run = (sql: string) => world.app.database.client.execute(sql);

test('the list tells each batch as the batch itself does, and reads no cell for it', async () => {
  const { api, app } = world;
  const one = another();
  await one.fault('POST', { partial: 'alternate' });
  const { batchId } = await one.push(8, 26_300);
  const { items: _, ...ended } = await settled(api, batchId);
  expect(ended.counts).toMatchObject({ total: 8 });
  expect(ended.counts.applied * ended.counts.mismatch).toBeGreaterThan(0);
  expect(await listed(batchId)).toEqual(ended);
  await app.runner.stop();
  const waiting = await another().push(3, 26_400);
  expect(await listed(waiting.batchId)).toMatchObject({ counts: { total: 3, queued: 3 } });
  await api.bulkUpdates.cancel.mutate({ batchId: waiting.batchId });
  expect(await listed(waiting.batchId)).toMatchObject({ counts: { total: 3, cancelled: 3 } });
  app.runner.start();
  // Items from before counts were kept are counted from their cells.
  await run('UPDATE push_item SET counts_json = NULL');
  expect(await listed(batchId)).toEqual(ended);
  await run(
    `UPDATE push_item SET counts_json = '${JSON.stringify(ended.counts)}', cells_json = '?'`,
  );
  expect(await listed(batchId)).toEqual(ended);
});
