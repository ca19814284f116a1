import { afterAll, beforeAll, expect, test } from 'vitest';
import { eurosOf, nightsOf, type Span, upstreamNight } from '#tests/support/nights.ts';
import { addApiKey } from '#tests/support/people/api-keys.ts';
import { clientOf, failureOf, settled, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let nights: Awaited<ReturnType<typeof nightsOf>>;
beforeAll(async () => {
  world = await startWorld();
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  nights = await nightsOf(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const input = (idempotencyKey: string, { from, to }: Span, priceCents = 15_000) => ({
  supplierId: world.supplierId,
  idempotencyKey,
  changes: [{ accommodationId: 1, rateTypeId: 2001, from, to, set: { priceCents } }],
});

async function batches() {
  const { client } = world.app.database;
  const { rows } = await client.execute('SELECT count(*) AS n FROM push_batch');
  return rows[0]?.n;
}

test('the same request answers the same batch while it waits, runs and is over', async () => {
  const { api, app, stub } = world;
  const request = input('states', nights.take(2));
  await app.runner.stop();
  const { batchId } = await api.bulkUpdates.create.mutate(request);
  expect(await api.bulkUpdates.create.mutate(request)).toEqual({ batchId });
  const since = await stub.now();
  app.runner.start();
  expect(await api.bulkUpdates.create.mutate(request)).toEqual({ batchId });
  await settled(api, batchId);
  expect(await api.bulkUpdates.create.mutate(request)).toEqual({ batchId });
  expect((await stub.ledger(since)).length).toBe(2);
});

test('twenty of the same at once make one batch', async () => {
  const request = input('twenty', nights.take(1));
  const before = Number(await batches());
  const url = `${world.url}`;
  const clients = Array.from({ length: 20 }, () => clientOf(url, world.apiKey));
  const answers = await Promise.all(
    clients.map((client) => client.bulkUpdates.create.mutate(request)),
  );
  expect(new Set(answers.map(({ batchId }) => batchId)).size).toBe(1);
  expect(await batches()).toBe(before + 1);
  await settled(world.api, answers[0]?.batchId ?? '');
});

test('of twenty different ones with one key exactly one content wins', async () => {
  const span = nights.take(1);
  const before = Number(await batches());
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      clientOf(world.url, world.apiKey).bulkUpdates.create.mutate(
        input('race', span, 16_000 + (i % 2)),
      ),
    ),
  );
  const won = answers.filter(({ status }) => status === 'fulfilled');
  expect(won).toHaveLength(10);
  expect(await batches()).toBe(before + 1);
});

test('the same key with other content is 422 and makes nothing', async () => {
  const { api } = world;
  const span = nights.take(1);
  const { batchId } = await api.bulkUpdates.create.mutate(input('other', span));
  const before = await batches();
  for (const request of [
    input('other', span, 15_001),
    { ...input('other', span), basedOn: new Date(0).toISOString() },
  ]) {
    const { data, message } = await failureOf(api.bulkUpdates.create.mutate(request));
    expect(data).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', httpStatus: 422 });
    expect(message).toBe('Cette clé d’idempotence a déjà servi pour un autre contenu.');
  }
  expect(await batches()).toBe(before);
  await settled(api, batchId);
});

test('the key is the actor’s and the procedure’s own', async () => {
  const { api, app, tenant, supplierId } = world;
  const span = nights.take(1);
  const request = input('mine', span);
  const mine = await api.bulkUpdates.create.mutate(request);
  const { key } = await addApiKey(app, tenant);
  const theirs = await clientOf(world.url, key).bulkUpdates.create.mutate(request);
  const [change] = request.changes;
  const set = await api.rates.set.mutate({
    ...{ supplierId, accommodationId: 1, idempotencyKey: 'mine' },
    changes: change ? [change] : [],
  });
  const stock = await api.stock.set.mutate({
    ...{ supplierId, accommodationId: 1, idempotencyKey: 'mine' },
    days: [{ date: span.from, units: 0 }],
  });
  const ids = [mine, theirs, set, stock].map(({ batchId }) => batchId);
  expect(new Set(ids).size).toBe(4);
  for (const batchId of ids) await settled(api, batchId);
});

test('a restart forgets neither the key nor the batch nor the work', async () => {
  const span = nights.take(3);
  const request = input('restart', span, 17_300);
  await world.app.runner.stop();
  const { batchId } = await world.api.bulkUpdates.create.mutate(request);
  await world.restart();
  expect(await world.api.bulkUpdates.create.mutate(request)).toEqual({ batchId });
  expect(await settled(world.api, batchId)).toMatchObject({ state: 'done' });
  await world.restart();
  expect(await world.api.bulkUpdates.create.mutate(request)).toEqual({ batchId });
  const { data } = await failureOf(
    world.api.bulkUpdates.create.mutate(input('restart', span, 17_301)),
  );
  expect(data?.httpStatus).toBe(422);
  const row = { supplierId: world.supplierId, accommodationId: 1, rateTypeId: 2001 };
  for (const date of span.dates)
    expect(eurosOf(await upstreamNight(world.stub, row, date))[2]).toBe(173);
});
