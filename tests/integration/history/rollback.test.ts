import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Change } from '#server/domain/bulk-updates/schema.ts';
import { changeNight, eurosOf, nightsOf, type Span, upstreamNight } from '#tests/support/nights.ts';
import { failureOf, followed, settled, startWorld, type World } from '#tests/support/world.ts';

const [ACCOMMODATION, RATE_TYPE] = [1, 2001];
let world: World;
let take: (count: number) => Span;
beforeAll(async () => {
  world = await startWorld();
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  take = (await nightsOf(world)).take;
});
afterEach(() => world.stub.clearFaults());
afterAll(() => world[Symbol.asyncDispose]());

let keys = 0;
const row = () => ({
  supplierId: world.supplierId,
  accommodationId: ACCOMMODATION,
  rateTypeId: RATE_TYPE,
});

async function create(...changes: Change[]): Promise<string> {
  const { supplierId, api } = world;
  const idempotencyKey = `rollback-${keys++}`;
  return (await api.bulkUpdates.create.mutate({ supplierId, idempotencyKey, changes })).batchId;
}

async function send(...changes: Change[]): Promise<string> {
  const batchId = await create(...changes);
  expect(await settled(world.api, batchId)).toMatchObject({ state: 'done' });
  return batchId;
}

const rate = ({ from, to }: Pick<Span, 'from' | 'to'>, set: Change['set']): Change => ({
  ...{ accommodationId: ACCOMMODATION, rateTypeId: RATE_TYPE, from, to, set },
});
const held = ({ dates }: Span) =>
  Promise.all(dates.map((date) => upstreamNight(world.stub, row(), date)));
const rollback = (batchId: string) => world.api.bulkUpdates.rollback.query({ batchId });

test('a sending is taken back to exactly what upstream held, stock and rates alike', async () => {
  const span = take(10);
  const [first, , third] = span.dates;
  if (!first || !third) throw new Error('no nights');
  await changeNight(world.stub, row(), third, { ouvert: false, dureeMin: 5 });
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  const before = await held(span);
  const since = await world.stub.now();
  const batchId = await send(
    rate(span, { priceCents: 213_50, minStay: 4, open: true }),
    rate(
      { from: first, to: first },
      { prices: [{ guests: 1, priceCents: 77_00 }], departureAllowed: false },
    ),
    { accommodationId: ACCOMMODATION, from: first, to: third, set: { units: 0 } },
  );
  expect(await held(span)).not.toEqual(before);
  const { supplierId, changes, skipped } = await rollback(batchId);
  expect([supplierId, skipped]).toEqual([world.supplierId, []]);
  const preview = await world.api.bulkUpdates.preview.mutate({ supplierId, changes });
  expect(preview.violations).toEqual([]);
  await send(...changes);
  expect(await held(span)).toEqual(before);
  // Every night of the ledger ends where it began.
  const nets = new Map<string, [unknown, unknown]>();
  for (const { kind, key, before: was, after } of await world.stub.ledger(since))
    nets.set(`${kind} ${key}`, [nets.get(`${kind} ${key}`)?.[0] ?? was, after]);
  expect(nets.size).toBeGreaterThan(10);
  for (const [was, is] of nets.values()) expect(is).toEqual(was);
});

test('nights that changed since are left alone and told, by whomever they were changed', async () => {
  const span = take(6);
  const [first, second, third] = span.dates;
  if (!first || !second || !third) throw new Error('no nights');
  const batchId = await send(rate(span, { priceCents: 181_00, minStay: 3 }));
  await send(rate({ from: second, to: second }, { priceCents: 190_00 }));
  await changeNight(world.stub, row(), third, { dureeMin: 6 });
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  const { changes, skipped } = await rollback(batchId);
  const told = skipped.map(({ from, to, reason, now }) => ({ from, to, reason, now }));
  const nowPrice = { prices: [{ guests: expect.any(Number), priceCents: 190_00 }] };
  expect(told).toEqual([
    { from: second, to: second, reason: 'changed_since', now: nowPrice },
    { from: third, to: third, reason: 'changed_since', now: { minStay: 6 } },
  ]);
  await send(...changes);
  const after = await held(span);
  expect(Object.values(eurosOf(after[1] ?? ({} as never)))).toContain(190);
  expect(after[2]?.dureeMin).toBe(6);
  expect(Object.values(eurosOf(after[2] ?? ({} as never)))).not.toContain(181);
});

test('of a sending that came through in part, only that part is taken back', async () => {
  const span = take(2);
  const [first, second] = span.dates;
  if (!first || !second) throw new Error('no nights');
  await changeNight(world.stub, row(), second, { dureeMin: 7 });
  const batchId = await create(rate(span, { minStay: 4 }));
  const batch = await settled(world.api, batchId);
  expect(batch.counts).toMatchObject({ applied: 1, conflict: 1 });
  const { changes, skipped } = await rollback(batchId);
  expect(changes.map(({ from, to }) => [from, to])).toEqual([[first, first]]);
  expect(skipped).toEqual([]);
});

test('a value that upstream clamped is left alone and told', async () => {
  const span = take(1);
  const path = `/hebergements/${ACCOMMODATION}/typetarifs/tarif`;
  await world.stub.fault({ match: { method: 'POST', path }, fault: { clampCents: 1000 } });
  const batchId = await create(rate(span, { priceCents: 144_00 }));
  expect((await settled(world.api, batchId)).counts).toMatchObject({ mismatch: 1 });
  expect(await rollback(batchId)).toMatchObject({ changes: [], skipped: [{ reason: 'mismatch' }] });
});

test('while it is on its way a sending cannot be taken back, and a later one is waited for', async () => {
  const span = take(2);
  const done = await send(rate(span, { minStay: 3 }));
  const path = `/hebergements/${ACCOMMODATION}/typetarifs/tarif`;
  await world.stub.fault({ match: { method: 'GET', path }, times: 1, fault: { delayMs: 3_000 } });
  const open = await create(rate(span, { minStay: 5 }));
  const { data } = await failureOf(rollback(open));
  expect(data).toMatchObject({
    code: 'BAD_REQUEST',
    fields: [{ path: 'batchId', code: 'not_ended' }],
  });
  expect(await rollback(done)).toMatchObject({
    changes: [],
    skipped: [{ reason: 'newer_sending', from: span.from, to: span.to }],
  });
  await world.stub.clearFaults();
  await followed(world.api, open, ({ state }) => state === 'done');
});

test('rolling back writes nothing by itself', async () => {
  const span = take(2);
  const batchId = await send(rate(span, { maxStay: 9 }));
  const since = await world.stub.now();
  await rollback(batchId);
  expect(await world.stub.ledger(since)).toEqual([]);
  const { items } = await world.api.bulkUpdates.list.query({ supplierId: world.supplierId });
  expect(items[0]?.batchId).toBe(batchId);
});
