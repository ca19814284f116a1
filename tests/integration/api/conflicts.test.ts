import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChangeValues } from '#server/domain/bulk-updates/schema.ts';
import {
  calendarOf,
  changeNight,
  changeUnits,
  eurosOf,
  nightsOf,
  type Span,
  upstreamNight,
} from '#tests/support/nights.ts';
import { eventually, followed, settled, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let nights: Awaited<ReturnType<typeof nightsOf>>;
const ROW = { supplierId: 61_001, accommodationId: 2, rateTypeId: 2001 } as const;
const WRITES = { method: 'POST', path: '/hebergements/2/typetarifs/tarif' };

beforeAll(async () => {
  world = await startWorld();
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  nights = await nightsOf(world);
});
afterAll(() => world[Symbol.asyncDispose]());

let made = 0;
async function create(span: Pick<Span, 'from' | 'to'>, set: ChangeValues, basedOn?: string | null) {
  const { accommodationId, rateTypeId, supplierId } = ROW;
  made += 1;
  const { batchId } = await world.api.bulkUpdates.create.mutate({
    supplierId,
    idempotencyKey: `conflict-${made}`,
    changes: [{ accommodationId, rateTypeId, ...range(span), set }],
    ...(basedOn && { basedOn }),
  });
  return batchId;
}

const range = ({ from, to }: Pick<Span, 'from' | 'to'>) => ({ from, to });
const price = (nbPers: number, prix: number) => ({
  tarifPax: { listeTarifPaxOccupation: [{ nbPers, prix }] },
});
const statesOf = (batch: Awaited<ReturnType<typeof settled>>) =>
  batch.items.flatMap(({ cells }) => cells.map(({ state }) => state));

test('a night changed upstream meanwhile is a conflict of its own; the others are applied', async () => {
  const span = nights.take(3);
  const [first = '', second = '', third = ''] = span.dates;
  const { asOf } = await calendarOf(world, span);
  await changeNight(world.stub, ROW, second, price(4, 77));
  const batchId = await create(span, { priceCents: 20_000 }, asOf);
  const batch = await settled(world.api, batchId);
  expect(batch.state).toBe('attention');
  expect(statesOf(batch)).toEqual(['applied', 'conflict', 'applied']);
  expect(batch.items[0]?.cells[1]?.read).toEqual({ prices: [{ guests: 4, priceCents: 7_700 }] });
  const euros = await Promise.all(
    [first, second, third].map(async (date) => eurosOf(await upstreamNight(world.stub, ROW, date))),
  );
  expect(euros.map((prices) => prices[4])).toEqual([200, 77, 200]);
});

test('a change that the mirror has seen meanwhile is a conflict too', async () => {
  const span = nights.take(1);
  const { asOf } = await calendarOf(world, span);
  await changeNight(world.stub, ROW, span.from, price(4, 66));
  await world.api.suppliers.refresh.mutate({ supplierId: ROW.supplierId });
  const batch = await settled(world.api, await create(span, { priceCents: 20_100 }, asOf));
  expect(statesOf(batch)).toEqual(['conflict']);
  // Based on what the owner sees now, it goes through.
  const seen = await calendarOf(world, span);
  const again = await settled(world.api, await create(span, { priceCents: 20_100 }, seen.asOf));
  expect(statesOf(again)).toEqual(['applied']);
});

test('only the fields that are set are compared; the others are kept as they are now', async () => {
  const span = nights.take(1);
  const { asOf } = await calendarOf(world, span);
  await changeNight(world.stub, ROW, span.from, { dureeMin: 5, ouvert: false });
  const batch = await settled(world.api, await create(span, { priceCents: 20_200 }, asOf));
  expect(statesOf(batch)).toEqual(['applied']);
  const night = await upstreamNight(world.stub, ROW, span.from);
  expect(night).toMatchObject({ dureeMin: 5, ouvert: false });
  expect(eurosOf(night)[4]).toBe(202);
});

test('a night that changed to just what is wanted is applied', async () => {
  const span = nights.take(1);
  const { asOf } = await calendarOf(world, span);
  await changeNight(world.stub, ROW, span.from, { dureeMin: 6 });
  const since = await world.stub.now();
  const batch = await settled(world.api, await create(span, { minStay: 6 }, asOf));
  expect(statesOf(batch)).toEqual(['applied']);
  expect(await world.stub.ledger(since)).toEqual([]);
});

test('a sale between look and push is a stock conflict, not overwritten', async () => {
  const { api, stub, supplierId } = world;
  const { from } = nights.take(1);
  const stock = { supplierId, accommodationId: 3 };
  await changeUnits(stub, stock, from, 2);
  await api.suppliers.refresh.mutate({ supplierId });
  const { asOf } = await calendarOf(world, { from, to: from });
  await changeUnits(stub, stock, from, 1);
  const { batchId } = await api.bulkUpdates.create.mutate({
    supplierId,
    idempotencyKey: 'sale',
    basedOn: asOf ?? undefined,
    changes: [{ accommodationId: 3, from, to: from, set: { units: 0 } }],
  });
  const batch = await settled(api, batchId);
  expect(statesOf(batch)).toEqual(['conflict']);
  expect(batch.items[0]?.cells[0]).toMatchObject({ before: { units: 2 }, read: { units: 1 } });
});

test('the owner’s own push is no conflict for the calendar loaded after it', async () => {
  const span = nights.take(2);
  const first = await calendarOf(world, span);
  const one = await settled(world.api, await create(span, { priceCents: 21_000 }, first.asOf));
  expect(one.state).toBe('done');
  const second = await calendarOf(world, span);
  const two = await settled(world.api, await create(span, { priceCents: 21_100 }, second.asOf));
  expect(two).toMatchObject({ state: 'done', counts: { applied: 2 } });
});

test('a newer change set replaces what an older one has not sent yet', async () => {
  const span = nights.take(2);
  await world.app.runner.stop();
  const older = await create(span, { priceCents: 22_000 });
  const newer = await create(span, { priceCents: 22_100 });
  const since = await world.stub.now();
  world.app.runner.start();
  expect(statesOf(await settled(world.api, older))).toEqual(['superseded', 'superseded']);
  expect(statesOf(await settled(world.api, newer))).toEqual(['applied', 'applied']);
  const sent = await world.stub.ledger(since);
  expect(sent).toHaveLength(2);
  for (const date of span.dates)
    expect(eurosOf(await upstreamNight(world.stub, ROW, date))[4]).toBe(221);
});

test('what a newer change set does not touch is sent all the same', async () => {
  const span = nights.take(1);
  await world.app.runner.stop();
  const older = await create(span, { priceCents: 23_000, minStay: 7 });
  const newer = await create(span, { priceCents: 23_100 });
  world.app.runner.start();
  await settled(world.api, older);
  await settled(world.api, newer);
  const night = await upstreamNight(world.stub, ROW, span.from);
  expect(eurosOf(night)[4]).toBe(231);
  expect(night.dureeMin).toBe(7);
});

test('a change set accepted while an older one is under way wins over it', async () => {
  const span = nights.take(2);
  const { asOf } = await calendarOf(world, span);
  await world.stub.fault({ match: WRITES, times: 1, fault: { delayMs: 600 } });
  const older = await create(span, { priceCents: 24_000 }, asOf);
  await followed(world.api, older, ({ counts }) => counts.sending === 2);
  const newer = await create(span, { priceCents: 24_100 }, asOf);
  expect((await settled(world.api, newer)).counts).toMatchObject({ total: 2, applied: 2 });
  for (const date of span.dates)
    expect(eurosOf(await upstreamNight(world.stub, ROW, date))[4]).toBe(241);
});

test('items of one accommodation are sent one after the other, those of two at once', async () => {
  const { api, stub, supplierId } = world;
  const { from } = nights.take(1);
  await stub.fault({ match: WRITES, times: 1, fault: { delayMs: 3_000 } });
  const change = (accommodationId: number, set: ChangeValues) => ({
    ...{ accommodationId, rateTypeId: 2001, from, to: from, set },
  });
  const slow = await create({ from, to: from }, { minStay: 3 });
  await followed(api, slow, ({ counts }) => counts.sending === 1);
  const { batchId } = await api.bulkUpdates.create.mutate({
    supplierId,
    idempotencyKey: 'lanes',
    changes: [change(2, { maxStay: 13 }), change(3, { maxStay: 14 })],
  });
  await eventually('the other accommodation first', async () => {
    const { items } = await api.bulkUpdates.get.query({ batchId });
    const [second, third] = items;
    return third?.state === 'applied' && second?.state === 'queued' ? true : null;
  });
  expect((await settled(api, batchId)).state).toBe('done');
  expect(await upstreamNight(stub, ROW, from)).toMatchObject({ dureeMin: 3, dureeMax: 13 });
});
