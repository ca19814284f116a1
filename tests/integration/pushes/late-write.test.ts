import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { changeNight, eurosOf, upstreamNight } from '#tests/support/nights.ts';
import { type Pusher, pushersOf } from '#tests/support/pushing.ts';
import { eventually, followed, settled, startWorld, type World } from '#tests/support/world.ts';

/** How long the write of the stalled worker is on its way. */
const LATE_MS = 6_000;

let world: World;
let another: () => Pusher;
beforeAll(async () => {
  world = await startWorld();
  another = await pushersOf(world, 2001);
});
afterEach(() => world.stub.clearFaults());
afterAll(() => world[Symbol.asyncDispose]());

/** Lets the lease of an item's job run out while its worker waits for upstream. */
async function stall(itemId: string) {
  const { client } = world.app.database;
  await client.execute({
    sql: `UPDATE job SET lease_until = 1 WHERE ref_id = ? AND state = 'running'`,
    args: [itemId],
  });
}

const shown = async (one: Pusher, date: string) =>
  Object.values(eurosOf(await upstreamNight(world.stub, one.row, date)));

/** The jobs that look after late writes. */
async function lateJobs() {
  const { rows } = await world.app.database.client.execute(
    `SELECT id, state FROM job WHERE kind = 'push.lateVerify' ORDER BY id`,
  );
  return rows.map(({ id, state }) => ({ id, state }));
}

const batchesByJobs = async () => {
  const { items } = await world.api.bulkUpdates.list.query({
    supplierId: world.supplierId,
    limit: 100,
  });
  return items.filter(({ actor }) => actor.kind === 'job');
};

/** A first worker stalls in its write, a second one takes the item over and sends it again. */
async function takenOver(one: Pusher, cents: number) {
  await one.fault('POST', { delayMs: LATE_MS }, 1);
  const { batchId, span } = await one.push(2, cents);
  const sending = await followed(world.api, batchId, ({ counts }) => counts.sending === 2);
  await stall(sending.items[0]?.itemId ?? '');
  expect((await settled(world.api, batchId)).counts).toMatchObject({ applied: 2 });
  return { batchId, span };
}

test('a write that lands after a newer sending was applied is undone in the newer one’s favour', async () => {
  const { api, supplierId } = world;
  const one = another();
  const { span } = await takenOver(one, 21_000);
  const { from, to } = span;
  const { accommodationId, rateTypeId } = one.row;
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'newer' },
    changes: [{ accommodationId, rateTypeId, from, to, set: { priceCents: 22_000, minStay: 3 } }],
  });
  expect((await settled(api, batchId)).counts).toMatchObject({ applied: 2 });
  await eventually('the late write', async () =>
    (await shown(one, from)).includes(210) ? true : null,
  );
  const restored = await eventually('a batch that restores', async () => {
    const [batch] = await batchesByJobs();
    return batch && batch.state !== 'running' ? batch : null;
  });
  expect(restored).toMatchObject({ state: 'done', counts: { total: 2, applied: 2 } });
  for (const date of span.dates) {
    expect(await shown(one, date)).toContain(220);
    expect(await upstreamNight(world.stub, one.row, date)).toMatchObject({ dureeMin: 3 });
  }
  expect(world.lines.filter((line) => line.includes('lost the lease'))).toHaveLength(1);
  await eventually('the end of its job', async () =>
    (await lateJobs()).every(({ state }) => state === 'done') ? true : null,
  );
  expect(await lateJobs()).toHaveLength(1);
  // The first sending stays what it was: its nights had been confirmed and were overtaken.
  expect(await batchesByJobs()).toHaveLength(1);
});

test('what somebody else set meanwhile is left alone', async () => {
  const { api, supplierId } = world;
  const before = (await batchesByJobs()).length;
  const one = another();
  const { span } = await takenOver(one, 23_000);
  const { from, to } = span;
  const { accommodationId, rateTypeId } = one.row;
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'newer-too' },
    changes: [{ accommodationId, rateTypeId, from, to, set: { priceCents: 24_000 } }],
  });
  await settled(api, batchId);
  await eventually('the late write', async () =>
    (await shown(one, from)).includes(230) ? true : null,
  );
  const tarifPax = { listeTarifPaxOccupation: [{ nbPers: 2, prix: 99 }] };
  for (const date of span.dates) await changeNight(world.stub, one.row, date, { tarifPax });
  await eventually('the end of both jobs', async () => {
    const jobs = await lateJobs();
    return jobs.length === 2 && jobs.every(({ state }) => state === 'done') ? true : null;
  });
  expect(await batchesByJobs()).toHaveLength(before);
  expect(await shown(one, from)).toContain(99);
});
