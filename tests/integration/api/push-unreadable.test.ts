import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Pusher, pushersOf } from '#tests/support/pushing.ts';
import { eventually, settled, startWorld, type World } from '#tests/support/world.ts';

const RATE_TYPE = 2001;

let world: World;
let another: () => Pusher;

beforeAll(async () => {
  world = await startWorld();
  another = await pushersOf(world, RATE_TYPE);
});
afterEach(() => world.stub.clearFaults());
afterAll(() => world[Symbol.asyncDispose]());

test('a read-back that is refused says nothing about the write: it is asked again', async () => {
  const one = another();
  await one.fault('GET', { delayMs: 0 }, 1);
  await one.fault('GET', { status: 404 }, 1);
  const { batchId } = await one.push(2, 13_100);
  const batch = await settled(world.api, batchId);
  expect(batch).toMatchObject({ state: 'done', counts: { applied: 2 } });
  expect((await one.methods()).filter((method) => method === 'POST')).toHaveLength(1);
});

test('a key refused after the write leaves its outcome open until the key is good again', async () => {
  const { api, supplierId } = world;
  const one = another();
  await one.fault('GET', { delayMs: 0 }, 1);
  await one.fault('GET', { status: 401 }, 1);
  const { batchId, span } = await one.push(2, 13_200);
  const open = await eventually('an unknown outcome', async () => {
    const batch = await api.bulkUpdates.get.query({ batchId });
    return batch.items[0]?.unknownSince ? batch : null;
  });
  expect(open).toMatchObject({ state: 'running', counts: { applied: 0, blocked_credentials: 0 } });
  const { from, to } = span;
  const { warnings } = await api.calendar.get.query({ supplierId, from, to });
  expect(warnings).toContainEqual(expect.objectContaining({ code: 'key_refused' }));
  await api.suppliers.refresh.mutate({ supplierId });
  const batch = await settled(api, batchId);
  expect(batch).toMatchObject({ state: 'done', counts: { applied: 2 } });
  expect(batch.items[0]?.unknownSince).toBeNull();
  const after = await api.calendar.get.query({ supplierId, from, to });
  expect(after.warnings).toEqual([]);
});

test('a write answered by a redirect may have been taken: it is read back', async () => {
  const one = another();
  const redirect = 'http://127.0.0.1:9/elsewhere';
  await one.fault('POST', { redirect, afterApply: true }, 1);
  const { batchId } = await one.push(2, 13_300);
  const batch = await settled(world.api, batchId);
  expect(batch).toMatchObject({ state: 'done', counts: { applied: 2 } });
});

test('a night whose prices cannot be read is never rewritten', async () => {
  const { api, stub, supplierId } = world;
  const one = another();
  const { batchId: first, span } = await one.push(1, 13_400);
  await settled(api, first);
  const { accommodationId } = one.row;
  const path = `/fournisseur/${supplierId}/hebergements/${accommodationId}/typetarifs/tarif`;
  const headers = { authorization: `OsApiKey ${stub.apiKey}` };
  const answer: { data: { tarifs: Record<string, unknown>[] } } = await (
    await fetch(`${stub.url}${path}`, { headers })
  ).json();
  for (const element of answer.data.tarifs)
    if (element.idTypeTarif === RATE_TYPE && element.debut === span.from)
      element.tarifPax = { listeTarifPaxPersonne: [{ age: 'adulte', prix: 30 }] };
  await one.fault('GET', { body: JSON.stringify(answer) });
  await stub.control('POST', 'mode', { emptyPrice: 'clear' });
  const since = await stub.now();
  const { batchId } = await api.bulkUpdates.create.mutate({
    supplierId,
    idempotencyKey: 'unreadable-prices',
    changes: [{ ...one.row, from: span.from, to: span.from, set: { minStay: 4 } }].map(
      ({ supplierId: _, ...change }) => change,
    ),
  });
  const batch = await settled(api, batchId);
  expect(batch).toMatchObject({ state: 'attention', counts: { conflict: 1 } });
  expect(await stub.ledger(since)).toEqual([]);
  expect((await stub.calls(since)).filter(({ method }) => method === 'POST')).toEqual([]);
});
