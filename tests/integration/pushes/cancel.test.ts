import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eurosOf, nightsOf, type Span, upstreamNight } from '#tests/support/nights.ts';
import { failureOf, followed, settled, startWorld, type World } from '#tests/support/world.ts';

const RATE_TYPE = 2001;

let world: World;
let nights: Awaited<ReturnType<typeof nightsOf>>;
beforeAll(async () => {
  world = await startWorld();
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  nights = await nightsOf(world);
});
afterEach(() => world.stub.clearFaults());
afterAll(() => world[Symbol.asyncDispose]());

let made = 0;
async function push(accommodationIds: readonly number[], span: Span, priceCents: number) {
  const { from, to } = span;
  made += 1;
  const { batchId } = await world.api.bulkUpdates.create.mutate({
    supplierId: world.supplierId,
    idempotencyKey: `cancel-${made}`,
    changes: accommodationIds.map((accommodationId) => ({
      ...{ accommodationId, rateTypeId: RATE_TYPE, from, to, set: { priceCents } },
    })),
  });
  return batchId;
}

const entriesOf = async (batchId: string, action: 'rates.cancel') => {
  const { items } = await world.api.audit.list.query({ action });
  return items.filter(({ target }) => target === `batch:${batchId}`);
};

test('a batch of which nothing was sent ends as cancelled at once, and sends nothing later', async () => {
  const { api, app, stub } = world;
  const span = nights.take(2);
  await app.runner.stop();
  const since = await stub.now();
  const batchId = await push([1, 2], span, 14_100);
  const answer = await api.bulkUpdates.cancel.mutate({ batchId });
  expect(answer).toMatchObject({ state: 'cancelled', counts: { total: 4, cancelled: 4 } });
  app.runner.start();
  // Whatever the runner does for this lane comes before what is pushed now.
  const next = await settled(api, await push([1, 2], span, 14_200));
  expect(next).toMatchObject({ state: 'done', counts: { applied: 4 } });
  const prices = new Set(
    (await stub.ledger(since)).map(({ after }) => eurosOf(after as Parameters<typeof eurosOf>[0])),
  );
  expect(JSON.stringify([...prices])).not.toContain('141');
  expect(await api.bulkUpdates.get.query({ batchId })).toMatchObject({ state: 'cancelled' });
  expect(await entriesOf(batchId, 'rates.cancel')).toMatchObject([
    { after: { items: 2, nights: 4 } },
  ]);
});

test('what is on its way goes on and is read back; what waits behind it is cancelled', async () => {
  const { api, stub } = world;
  const [first, second] = [nights.take(2), nights.take(2)];
  const path = '/hebergements/2/typetarifs/tarif';
  await stub.fault({ match: { method: 'POST', path }, times: 1, fault: { delayMs: 1_500 } });
  const sending = await push([2], first, 15_100);
  await followed(api, sending, ({ counts }) => counts.sending === 2);
  const waiting = await push([2], second, 15_200);
  const [one, two] = await Promise.all([
    api.bulkUpdates.cancel.mutate({ batchId: sending }),
    api.bulkUpdates.cancel.mutate({ batchId: waiting }),
  ]);
  expect(one).toMatchObject({ state: 'running', counts: { cancelled: 0 } });
  expect(two).toMatchObject({ state: 'cancelled', counts: { cancelled: 2 } });
  expect(await settled(api, sending)).toMatchObject({ state: 'done', counts: { applied: 2 } });
  const row = { supplierId: world.supplierId, accommodationId: 2, rateTypeId: RATE_TYPE };
  expect(Object.values(eurosOf(await upstreamNight(stub, row, first.from)))).toContain(151);
  expect(Object.values(eurosOf(await upstreamNight(stub, row, second.from)))).not.toContain(152);
});

test('a job that was about to send finds its nights cancelled and sends nothing', async () => {
  const { api, stub } = world;
  const span = nights.take(2);
  const path = '/hebergements/3/typetarifs/tarif';
  const fault = await stub.fault({
    match: { method: 'GET', path },
    times: 1,
    fault: { delayMs: 1_500 },
  });
  const since = await stub.now();
  const batchId = await push([3], span, 16_100);
  // The job holds the item and reads the nights before it sends.
  await followed(api, batchId, () => true);
  for (;;) {
    const rules = (await stub.control('GET', 'faults')) as { id: number; hits: number }[];
    if (rules.some(({ id, hits }) => id === fault && hits > 0)) break;
  }
  await api.bulkUpdates.cancel.mutate({ batchId });
  expect(await settled(api, batchId)).toMatchObject({
    state: 'cancelled',
    counts: { total: 2, cancelled: 2 },
  });
  expect(await stub.ledger(since)).toEqual([]);
  expect((await stub.calls(since)).filter(({ method }) => method === 'POST')).toEqual([]);
});

test('an ended batch stays as it is, and cancelling twice is cancelling once', async () => {
  const { api, app } = world;
  const span = nights.take(1);
  const ended = await push([1], span, 17_100);
  const before = await settled(api, ended);
  const { items: _, ...head } = before;
  expect(await api.bulkUpdates.cancel.mutate({ batchId: ended })).toEqual(head);
  expect(await entriesOf(ended, 'rates.cancel')).toEqual([]);
  await app.runner.stop();
  const batchId = await push([1], span, 17_200);
  const once = await api.bulkUpdates.cancel.mutate({ batchId });
  expect(await api.bulkUpdates.cancel.mutate({ batchId })).toEqual(once);
  app.runner.start();
  expect(await entriesOf(batchId, 'rates.cancel')).toHaveLength(1);
});

test('a batch of nobody here is not found', async () => {
  const batchId = '01900000-0000-7000-8000-000000000000';
  const failed = await failureOf(world.api.bulkUpdates.cancel.mutate({ batchId }));
  expect(failed.data).toMatchObject({ code: 'NOT_FOUND', httpStatus: 404 });
});
