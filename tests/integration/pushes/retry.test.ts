import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { changeNight, eurosOf, upstreamNight } from '#tests/support/nights.ts';
import { type Pusher, pushersOf } from '#tests/support/pushing.ts';
import { failureOf, settled, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let another: () => Pusher;
beforeAll(async () => {
  world = await startWorld();
  another = await pushersOf(world, 2001);
});
afterEach(() => world.stub.clearFaults());
afterAll(() => world[Symbol.asyncDispose]());

const retry = (batchId: string, itemIds?: string[]) =>
  world.api.bulkUpdates.retry.mutate({ batchId, ...(itemIds && { itemIds }) });
const writesOf = async (one: Pusher) =>
  (await one.methods()).filter((method) => method === 'POST').length;
const euros = async ({ row }: Pusher, date: string) =>
  Object.values(eurosOf(await upstreamNight(world.stub, row, date)));

/** Changes the price for the most guests upstream, which is what `priceCents` means. */
async function setPrice({ row }: Pusher, date: string, prix: number) {
  const guests = Object.keys(eurosOf(await upstreamNight(world.stub, row, date)));
  const list = guests.map((nbPers) => ({ nbPers: Number(nbPers), prix }));
  await changeNight(world.stub, row, date, { tarifPax: { listeTarifPaxOccupation: list } });
}

test('what was refused is confirmed once the fault is gone, and the retry is on record', async () => {
  const { api } = world;
  const one = another();
  await one.fault('POST', { upstreamSentence: 'Tarif verrouillé.' });
  const { batchId, span } = await one.push(2, 14_300);
  const refused = await settled(api, batchId);
  expect(refused).toMatchObject({ state: 'attention', counts: { rejected: 2 } });
  await one.mend();
  expect(await retry(batchId)).toMatchObject({ batchId, state: 'running', counts: { queued: 2 } });
  const batch = await settled(api, batchId);
  expect(batch).toMatchObject({ state: 'done', counts: { total: 2, applied: 2 } });
  expect(batch.items).toMatchObject([
    { itemId: refused.items[0]?.itemId, upstreamMessage: null, attempts: 1 },
  ]);
  expect(await euros(one, span.from)).toContain(143);
  const { items } = await api.audit.list.query({ action: 'rates.retry' });
  const itemId = refused.items[0]?.itemId;
  expect(items).toMatchObject([
    { target: `batch:${batchId}`, after: { items: [itemId], nights: 2 } },
  ]);
});

test('two presses at once are one retry, and one more does nothing', async () => {
  const { api, app } = world;
  const one = another();
  await one.fault('POST', { upstreamSentence: 'Non.' });
  const { batchId } = await one.push(2, 14_400);
  await settled(api, batchId);
  await one.mend();
  const before = await writesOf(one);
  await app.runner.stop();
  await Promise.all([retry(batchId), retry(batchId), retry(batchId)]);
  await retry(batchId);
  const { items } = await api.audit.list.query({ action: 'rates.retry' });
  expect(items.filter(({ target }) => target === `batch:${batchId}`)).toHaveLength(1);
  app.runner.start();
  expect(await settled(api, batchId)).toMatchObject({ state: 'done', counts: { applied: 2 } });
  expect((await writesOf(one)) - before).toBe(1);
});

test('a mismatch is written over what the owner was shown', async () => {
  const { api } = world;
  const one = another();
  await one.fault('POST', { clampCents: 1000 });
  const { batchId, span } = await one.push(1, 14_500);
  const clamped = await settled(api, batchId);
  expect(clamped.counts).toMatchObject({ mismatch: 1 });
  await one.mend();
  await retry(batchId);
  const batch = await settled(api, batchId);
  expect(batch.counts).toMatchObject({ applied: 1 });
  expect(await euros(one, span.from)).toContain(145);
  // What the night held before anything was sent is still what it was.
  const [before] = batch.items[0]?.cells[0]?.before?.prices ?? [];
  expect(clamped.items[0]?.cells[0]?.before?.prices).toContainEqual(before);
});

test('a conflict that the owner has seen is written over, one that moved on is not', async () => {
  const { api, app } = world;
  const one = another();
  await app.runner.stop();
  const { batchId, span } = await one.push(2, 14_600);
  const [first = '', second = ''] = span.dates;
  for (const date of span.dates) await setPrice(one, date, 77);
  app.runner.start();
  const seen = await settled(api, batchId);
  expect(seen.counts).toMatchObject({ conflict: 2 });
  await setPrice(one, second, 66);
  await retry(batchId);
  const batch = await settled(api, batchId);
  expect(batch.items[0]?.cells.map(({ state }) => state)).toEqual(['applied', 'conflict']);
  expect(await euros(one, first)).toContain(146);
  expect(await euros(one, second)).toContain(66);
});

test('an applied night is never sent again, and a newer sending is never overwritten', async () => {
  const { api } = world;
  const one = another();
  await one.fault('POST', { partial: 'alternate' });
  const { batchId, span } = await one.push(16, 14_700);
  const half = await settled(api, batchId);
  const stuck = half.items[0]?.cells.flatMap(({ date, state }) =>
    state === 'applied' ? [] : [date],
  );
  expect(stuck?.length).toBeGreaterThan(0);
  await one.mend();
  const { accommodationId, rateTypeId, supplierId } = one.row;
  const [newest = ''] = stuck ?? [];
  const { from, to } = { from: newest, to: newest } as { from: never; to: never };
  const newer = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'newer-than-the-retry' },
    changes: [{ accommodationId, rateTypeId, from, to, set: { priceCents: 14_900 } }],
  });
  expect((await settled(api, newer.batchId)).counts.applied).toBe(1);
  const since = await world.stub.now();
  await retry(batchId);
  const batch = await settled(api, batchId);
  expect(batch.counts).toMatchObject({ applied: 15, superseded: 1 });
  const changed = (await world.stub.ledger(since)).map(({ key }) => key);
  expect(changed).toEqual((stuck ?? []).slice(1).map((date) => `2001:${date}`));
  expect(await euros(one, newest)).toContain(149);
  expect(await euros(one, span.from)).toContain(147);
});

test('some items alone can be tried again; an item of another batch is named', async () => {
  const { api, stub, supplierId } = world;
  await stub.fault({ match: { method: 'POST' }, fault: { upstreamSentence: 'Non.' } });
  const { row } = another();
  const { from } = (await another().push(1, 15_100)).span;
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'some-items' },
    changes: [1, 2].map((accommodationId) => ({
      ...{ accommodationId, rateTypeId: row.rateTypeId, from, to: from },
      set: { priceCents: 15_000 },
    })),
  });
  const refused = await settled(api, batchId);
  await stub.clearFaults();
  const [first = '', second = ''] = refused.items.map(({ itemId }) => itemId);
  const stranger = '01900000-0000-7000-8000-000000000000';
  const failed = await failureOf(retry(batchId, [first, stranger]));
  expect(failed.data).toMatchObject({ httpStatus: 400, fields: [{ path: 'itemIds.1' }] });
  await retry(batchId, [second]);
  const batch = await settled(api, batchId);
  expect(batch.items.map(({ state }) => state)).toEqual(['rejected', 'applied']);
  const unknown = await failureOf(retry(stranger));
  expect(unknown.data).toMatchObject({ code: 'NOT_FOUND' });
});

test('what was cancelled is not tried again; what had failed in the same batch is', async () => {
  const { api, app } = world;
  const one = another();
  await one.fault('POST', { upstreamSentence: 'Non.' });
  const { batchId, span } = await one.push(2, 15_200);
  await settled(api, batchId);
  await one.mend();
  await app.runner.stop();
  await retry(batchId);
  expect(await api.bulkUpdates.cancel.mutate({ batchId })).toMatchObject({ state: 'cancelled' });
  expect(await retry(batchId)).toMatchObject({ state: 'cancelled', counts: { cancelled: 2 } });
  app.runner.start();
  const later = await one.push(1, 15_300);
  await settled(api, later.batchId);
  expect(await euros(one, span.from)).not.toContain(152);
});
