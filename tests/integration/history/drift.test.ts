import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Change } from '#server/domain/bulk-updates/schema.ts';
import { addDays } from '#server/kernel/calendar-date.ts';
import {
  changeNight,
  changeUnits,
  nightsOf,
  type Span,
  upstreamNight,
} from '#tests/support/nights.ts';
import { eventually, failureOf, settled, startWorld, type World } from '#tests/support/world.ts';

const [ACCOMMODATION, RATE_TYPE] = [1, 2001];
const HOUR = 3_600_000;
let world: World;
let take: (count: number) => Span;
let ahead = 0;
beforeAll(async () => {
  world = await startWorld({ clock: { now: () => Date.now() + ahead } });
  await refresh();
  take = (await nightsOf(world)).take;
});
afterAll(() => world[Symbol.asyncDispose]());

const row = () => ({
  supplierId: world.supplierId,
  accommodationId: ACCOMMODATION,
  rateTypeId: RATE_TYPE,
});
const refresh = () => world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
const list = (over: { limit?: number; cursor?: string } = {}) =>
  world.api.drift.list.query({ supplierId: world.supplierId, ...over });

/** Open drift of these nights. */
async function driftOn({ from, to }: Pick<Span, 'from' | 'to'>) {
  const { items } = await list({ limit: 100 });
  return items.filter((item) => item.from <= to && item.to >= from);
}

let keys = 0;
async function send(...changes: Change[]): Promise<string> {
  const { supplierId, api } = world;
  const idempotencyKey = `drift-${keys++}`;
  const { batchId } = await api.bulkUpdates.create.mutate({ supplierId, idempotencyKey, changes });
  expect(await settled(api, batchId)).toMatchObject({ state: 'done' });
  return batchId;
}
const rate = ({ from, to }: Pick<Span, 'from' | 'to'>, set: Change['set']): Change => ({
  ...{ accommodationId: ACCOMMODATION, rateTypeId: RATE_TYPE, from, to, set },
});

test('what upstream changes of what we sent is told with both values, and can be sent anew', async () => {
  const span = take(4);
  const batchId = await send(rate(span, { minStay: 4 }));
  expect(await driftOn(span)).toEqual([]);
  for (const date of span.dates.slice(1, 3))
    await changeNight(world.stub, row(), date, { dureeMin: 6 });
  const since = await world.stub.now();
  await refresh();
  const [item, ...others] = await driftOn(span);
  expect(others).toEqual([]);
  expect(item).toMatchObject({
    ...{ accommodationId: ACCOMMODATION, rateTypeId: RATE_TYPE, batchId },
    ...{ from: span.dates[1], to: span.dates[2] },
    ...{ ours: { minStay: 4 }, theirs: { minStay: 6 }, skipped: [] },
  });
  // Nothing is ever written by itself.
  expect(await world.stub.ledger(since)).toEqual([]);
  await send(...(item?.changes ?? []));
  expect((await upstreamNight(world.stub, row(), span.dates[1] ?? '')).dureeMin).toBe(4);
  expect(await driftOn(span)).toEqual([]);
  await refresh();
  expect(await driftOn(span)).toEqual([]);
});

test('a night that goes back by itself is no drift any more', async () => {
  const span = take(1);
  const { dureeMax } = await upstreamNight(world.stub, row(), span.from);
  await changeNight(world.stub, row(), span.from, { dureeMax: 11 });
  await refresh();
  expect(await driftOn(span)).toMatchObject([{ theirs: { maxStay: 11 } }]);
  await changeNight(world.stub, row(), span.from, { dureeMax });
  await refresh();
  expect(await driftOn(span)).toEqual([]);
});

test('accepting takes upstream’s values for what is right, writes it down and sends nothing', async () => {
  const span = take(2);
  for (const date of span.dates) await changeNight(world.stub, row(), date, { ouvert: false });
  await refresh();
  const [item] = await driftOn(span);
  const since = await world.stub.now();
  const { supplierId, api } = world;
  const ids = [item?.id ?? ''];
  expect(await api.drift.accept.mutate({ supplierId, ids })).toEqual({ accepted: 1 });
  expect(await api.drift.accept.mutate({ supplierId, ids })).toEqual({ accepted: 0 });
  expect(await driftOn(span)).toEqual([]);
  expect(await world.stub.ledger(since)).toEqual([]);
  const { items } = await api.audit.list.query({ action: 'drift.accept' });
  expect(items).toMatchObject([
    {
      actorId: world.keyId,
      after: {
        nights: [{ from: span.from, to: span.to, ours: { open: true }, theirs: { open: false } }],
      },
    },
  ]);
  await changeNight(world.stub, row(), span.from, { ouvert: true });
  await refresh();
  expect(await driftOn(span)).toMatchObject([{ ours: { open: false }, theirs: { open: true } }]);
});

test('drift that is not the supplier’s is named, and nothing is accepted then', async () => {
  const span = take(1);
  await changeNight(world.stub, row(), span.from, { dureeMin: 9 });
  await refresh();
  const [item] = await driftOn(span);
  const foreign = '019aa000-0000-7000-8000-000000000000';
  const { data } = await failureOf(
    world.api.drift.accept.mutate({ supplierId: world.supplierId, ids: [item?.id ?? '', foreign] }),
  );
  expect(data?.fields).toMatchObject([{ path: 'ids.1' }]);
  expect(await driftOn(span)).toHaveLength(1);
});

test('units that went with a stay are no drift, units that went alone are', async () => {
  const { stub, supplierId } = world;
  const [booked, alone] = [take(1), take(1)];
  const unit = { supplierId, accommodationId: ACCOMMODATION };
  await send(
    ...[booked, alone].map(({ from, to }) => ({
      ...{ accommodationId: ACCOMMODATION, from, to, set: { units: 1 } },
    })),
  );
  await stub.control('POST', 'dossiers', {
    ...unit,
    ...{ arrival: booked.from, departure: addDays(booked.from, 1), lowerStock: true },
  });
  await changeUnits(stub, unit, alone.from, 0);
  await refresh();
  await refresh();
  expect(await driftOn(booked)).toEqual([]);
  expect(await driftOn(alone)).toMatchObject([
    { rateTypeId: null, ours: { units: 1 }, theirs: { units: 0 } },
  ]);
  await changeUnits(stub, unit, alone.from, 1);
  await refresh();
  expect(await driftOn(alone)).toEqual([]);
});

test('an hour after a sending it is read again, and once only', async () => {
  const span = take(1);
  await send(rate(span, { minStay: 3 }));
  await changeNight(world.stub, row(), span.from, { dureeMin: 8 });
  const before = await list();
  ahead += HOUR + 60_000;
  const after = await eventually('another read', async () => {
    const now = await list();
    return now.recentAt !== null && now.recentAt !== before.recentAt ? now : null;
  });
  expect(after.fullAt).toBe(before.fullAt);
  expect(await driftOn(span)).toMatchObject([{ ours: { minStay: 3 }, theirs: { minStay: 8 } }]);
}, 60_000);

test('every night everything is read again', async () => {
  const before = await list();
  ahead += 24 * HOUR;
  const after = await eventually('a comparison of everything', async () => {
    const now = await list();
    return now.fullAt !== before.fullAt ? now : null;
  });
  expect(after.fullAt).not.toBeNull();
}, 60_000);

test('the list has pages, the newest first', async () => {
  for (const [i, span] of [take(1), take(1), take(1)].entries()) {
    await changeNight(world.stub, row(), span.from, { dureeMax: 20 + i });
    await refresh();
  }
  const whole = await list({ limit: 100 });
  const first = await list({ limit: 1 });
  const second = await list({ limit: 1, cursor: first.nextCursor ?? '' });
  expect(first.total).toBe(whole.items.length);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
    whole.items.slice(0, 2).map(({ id }) => id),
  );
});
