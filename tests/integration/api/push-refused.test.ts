import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { nightsOf } from '#tests/support/nights.ts';
import { settled, startWorld, type World } from '#tests/support/world.ts';

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
const key = () => `refused-${++made}`;
const rateWrite = (accommodationId: number) => ({
  match: { method: 'POST', path: `/hebergements/${accommodationId}/typetarifs/tarif` },
});

test('a refusal is told in exactly the upstream’s words, at once', async () => {
  const { api, stub, supplierId } = world;
  const { from, to } = nights.take(2);
  const sentence = 'Ce tarif est verrouillé par l’office (réf. 88-aubépine).';
  await stub.fault({ ...rateWrite(1), fault: { upstreamSentence: sentence } });
  const since = await stub.now();
  const { batchId } = await api.bulkUpdates.create.mutate({
    supplierId,
    idempotencyKey: key(),
    changes: [{ accommodationId: 1, rateTypeId: 2001, from, to, set: { priceCents: 9_900 } }],
  });
  const batch = await settled(api, batchId);
  expect(batch).toMatchObject({ state: 'attention', counts: { rejected: 2, applied: 0 } });
  expect(batch.items[0]).toMatchObject({ state: 'rejected', upstreamMessage: sentence });
  const writes = (await stub.calls(since)).filter(({ method }) => method === 'POST');
  expect(writes).toHaveLength(1);
});

test('a refusal with status 200 and the stub’s own sentence is a refusal too', async () => {
  const { api, stub, supplierId } = world;
  const { from } = nights.take(1);
  const sentences = (await stub.control('GET', 'sentences')) as Record<string, string>;
  await stub.control('POST', 'mode', { errorMode: 'ok0', unlinkedRate: 'refuse' });
  // The link goes while the owner is looking: upstream refuses a type that is no longer linked.
  const url = `${stub.url}/fournisseur/${supplierId}/hebergements/1/typetarifs/2003`;
  const headers = { authorization: `OsApiKey ${stub.apiKey}` };
  expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(200);
  const { batchId } = await api.bulkUpdates.create.mutate({
    supplierId,
    idempotencyKey: key(),
    changes: [{ accommodationId: 1, rateTypeId: 2003, from, to: from, set: { priceCents: 8_800 } }],
  });
  const batch = await settled(api, batchId);
  await stub.control('POST', 'mode', { errorMode: 'http', unlinkedRate: 'warn' });
  expect(batch.items[0]).toMatchObject({ state: 'rejected', upstreamMessage: sentences.unlinked });
});

test('a warning of upstream comes with the item that was applied', async () => {
  const { api, stub, supplierId } = world;
  const { from } = nights.take(1);
  const warning = 'Prix inhabituel pour la saison.';
  await stub.fault({ ...rateWrite(2), fault: { warning } });
  const { batchId } = await api.bulkUpdates.create.mutate({
    supplierId,
    idempotencyKey: key(),
    changes: [
      { accommodationId: 2, rateTypeId: 2001, from, to: from, set: { priceCents: 33_300 } },
    ],
  });
  const batch = await settled(api, batchId);
  expect(batch.items[0]).toMatchObject({
    state: 'applied',
    warnings: [{ code: 'W12', detail: warning }],
  });
});

test('429 waits as long as told and costs no attempt', async () => {
  const { api, stub, supplierId } = world;
  const { from, to } = nights.take(2);
  await stub.fault({ ...rateWrite(2), times: 9, fault: { retryAfter: 0 } });
  await stub.fault({ ...rateWrite(2), times: 1, fault: { retryAfter: 2 } });
  const since = await stub.now();
  const { batchId } = await api.bulkUpdates.create.mutate({
    supplierId,
    idempotencyKey: key(),
    changes: [
      { accommodationId: 2, rateTypeId: 2001, from, to, set: { priceCents: 12_100 } },
      { accommodationId: 3, rateTypeId: 2001, from, to, set: { priceCents: 12_200 } },
    ],
  });
  const batch = await settled(api, batchId);
  expect(batch).toMatchObject({ state: 'done', counts: { applied: 4 } });
  // Ten refusals are more than the tries a job has: none of them was counted.
  expect(batch.items[0]).toMatchObject({ accommodationId: 2, attempts: 1 });
  const calls = (await stub.calls(since)).filter(
    ({ path, method }) => path.includes('/hebergements/2/') && method === 'POST',
  );
  expect(calls.map(({ status }) => status)).toEqual([...Array(10).fill(429), 200]);
  const [tenth, last] = calls.slice(-2).map(({ at }) => Date.parse(at));
  expect((last ?? 0) - (tenth ?? 0)).toBeGreaterThanOrEqual(1_900);
});

test('a key refused mid-push halts the supplier; with the key back the push can go', async () => {
  const { api, stub, supplierId } = world;
  const { from, to } = nights.take(2);
  await stub.fault({
    match: { method: 'POST', path: '/hebergements/3/stock' },
    fault: { status: 401 },
  });
  const since = await stub.now();
  const changes = [
    { accommodationId: 3, from, to, set: { units: 0 } },
    { accommodationId: 3, rateTypeId: 2001, from, to, set: { priceCents: 12_300 } },
  ];
  const { batchId } = await api.bulkUpdates.create.mutate({
    supplierId,
    idempotencyKey: key(),
    changes,
  });
  const batch = await settled(api, batchId);
  expect(batch.items.map(({ aspect, state }) => [aspect, state])).toEqual([
    ['stock', 'blocked_credentials'],
    ['rates', 'blocked_credentials'],
  ]);
  const calls = await stub.calls(since);
  expect(calls.map(({ method, status }) => [method, status])).toEqual([
    ['GET', 200],
    ['POST', 401],
  ]);
  // While the key is refused, further change sets are accepted and end without a single call.
  const then = await stub.now();
  const later = await api.bulkUpdates.create.mutate({ supplierId, idempotencyKey: key(), changes });
  expect((await settled(api, later.batchId)).counts).toMatchObject({ blocked_credentials: 4 });
  expect(await stub.calls(then)).toEqual([]);
  await stub.clearFaults();
  await api.suppliers.refresh.mutate({ supplierId });
  const again = await api.bulkUpdates.create.mutate({ supplierId, idempotencyKey: key(), changes });
  expect(await settled(api, again.batchId)).toMatchObject({
    state: 'done',
    counts: { applied: 4 },
  });
});

test('a key that upstream revoked is told as such, and the last good data stay', async () => {
  const { api, stub, supplierId } = world;
  const { from, to } = nights.take(2);
  const before = await api.calendar.get.query({ supplierId, from, to });
  await stub.control('POST', 'keys', { key: stub.apiKey, revoked: true });
  const { warnings } = await api.suppliers.refresh.mutate({ supplierId });
  expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['key_refused']));
  const after = await api.calendar.get.query({ supplierId, from, to });
  expect(after).toMatchObject({ stale: true, rates: before.rates, stock: before.stock });
  await stub.control('POST', 'keys', { key: stub.apiKey });
  await api.suppliers.refresh.mutate({ supplierId });
  expect((await api.calendar.get.query({ supplierId, from, to })).stale).toBe(false);
});
