import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Change } from '#server/domain/bulk-updates/schema.ts';
import { addDays, fromEpochDay, isoWeekday, toEpochDay } from '#server/kernel/calendar-date.ts';
import {
  calendarOf,
  changeNight,
  eurosOf,
  nightsOf,
  rateAt,
  upstreamNight,
} from '#tests/support/nights.ts';
import { bearer, dataOf, mutate } from '#tests/support/raw.ts';
import { settled, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let nights: Awaited<ReturnType<typeof nightsOf>>;
beforeAll(async () => {
  world = await startWorld();
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  nights = await nightsOf(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const row = (accommodationId: number, rateTypeId: number) => ({
  supplierId: world.supplierId,
  accommodationId,
  rateTypeId,
});

let made = 0;
/** Pushes changes to the end; the calendar they are based on is loaded first. */
async function push(...changes: Change[]) {
  const { api, supplierId, stub } = world;
  const basedOn = (await api.suppliers.list.query())[0]?.asOf ?? undefined;
  const since = await stub.now();
  made += 1;
  const idempotencyKey = `merge-${made}`;
  const created = { supplierId, idempotencyKey, basedOn, changes };
  const { batchId } = await api.bulkUpdates.create.mutate(created);
  const batch = await settled(api, batchId);
  const ledger = await stub.ledger(since);
  const writes = (await stub.calls(since)).filter(({ method }) => method !== 'GET');
  return { batch, ledger, writes };
}

test('a min stay set on a closed night leaves all else as it is, unknown fields too', async () => {
  const { from } = nights.take(1);
  const unknown = { promotion: 'automne', canaux: { site: true, liste: [3, 1, 2] } };
  const list = [
    { nbPers: 1, prix: 71.1, type: 'occupation' },
    { nbPers: 2, prix: 89.5, remise: { taux: 5 } },
    { prix: 120 },
  ];
  const night = {
    ...unknown,
    ...{ ouvert: false, dureeMin: 2, dureeMax: 9 },
    ...{ arriveeAutorisee: false, departAutorise: false },
    tarifPax: { listeTarifPaxOccupation: list, mode: 'pax' },
  };
  const before = await changeNight(world.stub, row(1, 2001), from, night);
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  const { batch, ledger } = await push({
    ...{ accommodationId: 1, rateTypeId: 2001, from, to: from },
    set: { minStay: 4 },
  });
  expect(batch).toMatchObject({ state: 'done', counts: { applied: 1 } });
  expect(ledger).toHaveLength(1);
  const after = await upstreamNight(world.stub, row(1, 2001), from);
  const sorted = (one: typeof after) => ({
    ...one,
    tarifPax: {
      ...one.tarifPax,
      listeTarifPaxOccupation: [...one.tarifPax.listeTarifPaxOccupation].sort(
        (a, b) => (a.nbPers ?? 0) - (b.nbPers ?? 0),
      ),
    },
  });
  expect(sorted(after)).toEqual(sorted({ ...before, dureeMin: 4 }));
});

test('a price set for the shown occupancy leaves the others and every restriction', async () => {
  const { from } = nights.take(1);
  const before = await upstreamNight(world.stub, row(2, 2001), from);
  const { ledger } = await push({
    ...{ accommodationId: 2, rateTypeId: 2001, from, to: from },
    set: { priceCents: 20_001 },
  });
  const after = await upstreamNight(world.stub, row(2, 2001), from);
  expect(eurosOf(after)).toEqual({ ...eurosOf(before), 4: 200.01 });
  expect({ ...after, tarifPax: before.tarifPax }).toEqual(before);
  expect(ledger).toHaveLength(1);
});

test('two rate types edited on the same night are two changes', async () => {
  const { from } = nights.take(1);
  const night = { accommodationId: 1, from, to: from };
  const { batch, ledger, writes } = await push(
    { ...night, rateTypeId: 2001, set: { priceCents: 11_111 } },
    { ...night, rateTypeId: 2003, set: { priceCents: 22_222 } },
  );
  expect(batch).toMatchObject({ state: 'done', counts: { total: 2, applied: 2 } });
  expect(ledger.map(({ key }) => key).sort()).toEqual([`2001:${from}`, `2003:${from}`]);
  expect(writes).toHaveLength(1);
});

test('closing the sale closes every linked type and changes nothing else', async () => {
  const { from, to, dates } = nights.take(3);
  const { batch, ledger } = await push({ accommodationId: 1, from, to, set: { open: false } });
  expect(batch).toMatchObject({ state: 'done', counts: { total: 9, applied: 9 } });
  const wanted = [2001, 2002, 2003].flatMap((type) => dates.map((date) => `${type}:${date}`));
  expect(ledger.map(({ key }) => key).sort()).toEqual(wanted.sort());
  for (const { before, after } of ledger)
    expect(after).toEqual({ ...(before as object), ouvert: false });
});

test('a null price removes one occupancy and leaves the others', async () => {
  const { from } = nights.take(1);
  const before = eurosOf(await upstreamNight(world.stub, row(3, 2001), from));
  await push({
    ...{ accommodationId: 3, rateTypeId: 2001, from, to: from },
    set: {
      prices: [
        { guests: 1, priceCents: null },
        { guests: 2, priceCents: 9_950 },
      ],
    },
  });
  const { 1: _gone, ...kept } = before;
  const after = eurosOf(await upstreamNight(world.stub, row(3, 2001), from));
  expect(after).toEqual({ ...kept, 2: 99.5 });
});

test('a weekday mask goes by the night’s own date', async () => {
  const { from, to, dates } = nights.take(14);
  const { ledger } = await push({
    ...{ accommodationId: 2, rateTypeId: 2001, from, to, weekdays: [5, 6] },
    set: { minStay: 6 },
  });
  const weekend = dates.filter((date) => [5, 6].includes(isoWeekday(toEpochDay(date))));
  expect(weekend).toHaveLength(4);
  expect(ledger.map(({ key }) => key).sort()).toEqual(weekend.map((date) => `2001:${date}`));
});

test('later entries win, field by field', async () => {
  const { from } = nights.take(1);
  const night = { accommodationId: 2, rateTypeId: 2001, from, to: from };
  await push(
    { ...night, set: { priceCents: 30_000, minStay: 5, maxStay: 20 } },
    { ...night, set: { priceCents: 31_000 } },
  );
  const after = await upstreamNight(world.stub, row(2, 2001), from);
  expect(after).toMatchObject({ dureeMin: 5, dureeMax: 20 });
  expect(eurosOf(after)[4]).toBe(310);
});

test('a price on a night without a rate makes the night, with the owner’s defaults', async () => {
  const { today } = nights;
  const from = addDays(today, 365 * 2 + 60);
  const span = { from, to: from };
  expect(rateAt(await calendarOf(world, span), 2, 2001, from)).toBeNull();
  const change = { accommodationId: 2, rateTypeId: 2001, ...span, set: { priceCents: 12_300 } };
  const { supplierId } = world;
  const preview = await world.api.bulkUpdates.preview.mutate({ supplierId, changes: [change] });
  expect(preview.cells.every((cell) => cell.isNew === true)).toBe(true);
  expect(preview.warnings).toEqual([
    { code: 'new_night', accommodationId: 2, rateTypeId: 2001, ...span },
  ]);
  const { batch } = await push(change);
  expect(batch).toMatchObject({ state: 'done', counts: { applied: 1 } });
  expect(await upstreamNight(world.stub, row(2, 2001), from)).toMatchObject({
    ...{ ouvert: true, dureeMin: 1, dureeMax: 30 },
    ...{ arriveeAutorisee: true, departAutorise: true },
    tarifPax: { listeTarifPaxOccupation: [{ nbPers: 4, prix: 123 }] },
  });
  expect(rateAt(await calendarOf(world, span), 2, 2001, from)?.prices).toEqual([
    { guests: 4, priceCents: 12_300 },
  ]);
});

test('a restriction on a night without a rate and without a price is refused', async () => {
  const from = addDays(nights.today, 365 * 2 + 80);
  const change = { accommodationId: 2, rateTypeId: 2001, from, to: from, set: { minStay: 3 } };
  const { supplierId, api } = world;
  const preview = await api.bulkUpdates.preview.mutate({ supplierId, changes: [change] });
  expect(preview.violations).toMatchObject([{ path: 'changes.0.set', code: 'price_required' }]);
});

test('a change set that upstream already holds is done without a write', async () => {
  const { from, to } = nights.take(5);
  const calendar = await calendarOf(world, { from, to });
  const minStay = rateAt(calendar, 2, 2001, from)?.minStay ?? 1;
  const { batch, writes } = await push({
    ...{ accommodationId: 2, rateTypeId: 2001, from, to: from, set: { minStay } },
  });
  expect(batch).toMatchObject({ state: 'done', counts: { total: 1, applied: 1 } });
  expect(writes).toEqual([]);
});

test('stock goes before rates, and the days of both clock changes are one night each', async () => {
  const year = Number(nights.today.slice(0, 4)) + 1;
  for (const lastDay of [`${year}-03-31`, `${year}-10-31`]) {
    const day = toEpochDay(lastDay);
    const sunday = fromEpochDay(day - (isoWeekday(day) % 7));
    const span = { from: addDays(sunday, -1), to: addDays(sunday, 1) };
    const change = { accommodationId: 3, ...span, set: { units: 0, minStay: 8 } };
    const { batch, ledger, writes } = await push(change);
    expect(batch.state).toBe('done');
    expect(batch.items.map(({ aspect }) => aspect)).toEqual(['stock', 'rates']);
    expect(writes.map(({ path }) => path.split('/').at(-1))).toEqual(['stock', 'tarif']);
    expect(ledger.filter(({ key }) => key === `2001:${sunday}`)).toHaveLength(1);
    expect(ledger.filter(({ kind }) => kind === 'rate')).toHaveLength(6);
  }
});

test('the upstream calls of a change set carry the id of the request that asked for it', async () => {
  const { api, stub, supplierId, url, apiKey } = world;
  const { from } = nights.take(1);
  const requestId = randomUUID();
  const since = await stub.now();
  const answer = await mutate(
    url,
    'rates.set',
    {
      ...{ supplierId, accommodationId: 2, idempotencyKey: 'traced' },
      changes: [{ rateTypeId: 2001, from, to: from, set: { priceCents: 14_440 } }],
    },
    { ...bearer(apiKey), 'x-request-id': requestId },
  );
  const { batchId } = dataOf(answer) as { batchId: string };
  expect((await settled(api, batchId)).state).toBe('done');
  const calls = await stub.calls(since);
  expect(calls.map((call) => call.requestId)).toEqual([requestId, requestId, requestId]);
});
