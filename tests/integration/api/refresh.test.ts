import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  calendarOf,
  changeNight,
  changeUnits,
  nightsOf,
  rateAt,
  unitsAt,
} from '#tests/support/nights.ts';
import { settled, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let nights: Awaited<ReturnType<typeof nightsOf>>;
const DOSSIER = /\/dossiers\/\d+$/;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const refresh = () => world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
const row = (accommodationId: number, rateTypeId = 2001) => ({
  supplierId: world.supplierId,
  accommodationId,
  rateTypeId,
});

describe('how often upstream is asked', () => {
  test('a first import asks 2 + 3 per unit, the pages, and each booking once', async () => {
    const { upstreamCalls, warnings, asOf } = await refresh();
    nights = await nightsOf(world);
    const calls = await world.stub.calls();
    const pages = calls.filter(({ path }) => path.endsWith('/dossiers'));
    const details = calls.filter(({ path }) => DOSSIER.test(path));
    const { accommodations } = await calendarOf(world, nights.take(1));
    expect(warnings).toEqual([]);
    expect(asOf).not.toBeNull();
    expect(new Set(details.map(({ path }) => path)).size).toBe(details.length);
    expect(details.length).toBeGreaterThan(40);
    expect(calls).toHaveLength(2 + 3 * accommodations.length + pages.length + details.length);
    expect(upstreamCalls).toBe(calls.length);
    expect(calls.every(({ method, requestId }) => method === 'GET' && requestId !== null)).toBe(
      true,
    );
  });

  test('a second refresh asks for no booking that did not change', async () => {
    const since = await world.stub.now();
    const { upstreamCalls } = await refresh();
    const calls = await world.stub.calls(since);
    expect(calls.filter(({ path }) => DOSSIER.test(path))).toEqual([]);
    expect(upstreamCalls).toBe(calls.length);
    const { accommodations } = await calendarOf(world, nights.take(1));
    expect(calls).toHaveLength(2 + 3 * accommodations.length + 1);
  });

  test('of bookings, only those that changed are asked for', async () => {
    const { stub, supplierId } = world;
    const { items } = await world.api.bookings.list.query({ supplierId, limit: 2 });
    const [first] = items;
    await stub.control('PATCH', `dossiers/${supplierId}/${first?.id}`, { amount: 321 });
    const made = (await stub.control('POST', 'dossiers', { supplierId })) as { id: number };
    const since = await stub.now();
    await refresh();
    const asked = (await stub.calls(since)).filter(({ path }) => DOSSIER.test(path));
    expect(asked.map(({ path }) => Number(path.split('/').at(-1))).sort()).toEqual(
      [Number(first?.id), made.id].sort(),
    );
  });

  test('two refreshes at once are one, and both are answered', async () => {
    await world.stub.fault({
      match: { path: '/hebergements' },
      times: 1,
      fault: { delayMs: 400 },
    });
    const since = await world.stub.now();
    const answers = await Promise.all([refresh(), refresh(), refresh()]);
    const lists = (await world.stub.calls(since)).filter(({ path }) =>
      path.endsWith('/typetarifs'),
    );
    expect(lists.filter(({ path }) => !path.includes('/hebergements/'))).toHaveLength(1);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('reading the calendar asks upstream for nothing', async () => {
    const since = await world.stub.now();
    const { supplierId, api } = world;
    await calendarOf(world, nights.take(30));
    await api.bookings.list.query({ supplierId });
    await api.rateTypes.list.query({ supplierId });
    expect(await world.stub.calls(since)).toEqual([]);
  });
});

describe('what changed, and by whose hand', () => {
  test('a change upstream is shown after a refresh and told as upstream’s', async () => {
    const { from } = nights.take(1);
    const before = rateAt(await calendarOf(world, { from, to: from }), 1, 2001, from);
    await changeNight(world.stub, row(1), from, { dureeMin: 9, ouvert: false });
    await changeUnits(world.stub, row(1), from, 0);
    await refresh();
    const after = await calendarOf(world, { from, to: from });
    expect(rateAt(after, 1, 2001, from)).toEqual({ ...before, minStay: 9, open: false });
    expect(unitsAt(after, 1, from)).toBe(0);
    const details = await world.api.rates.details.query({ ...row(1), date: from });
    expect(details).toMatchObject({
      units: 0,
      lastChange: { cause: 'upstream', actorName: null, batchId: null, before },
    });
    expect(details.lastChange?.after).toEqual(rateAt(after, 1, 2001, from));
  });

  test('a night that was pushed tells who pushed it, with which batch', async () => {
    const { from, to } = nights.take(1);
    const { api, supplierId } = world;
    const { batchId } = await api.rates.set.mutate({
      supplierId,
      accommodationId: 2,
      idempotencyKey: 'who',
      changes: [{ rateTypeId: 2001, from, to, set: { priceCents: 18_000 } }],
    });
    expect((await settled(api, batchId)).state).toBe('done');
    const pushed = await api.rates.details.query({ ...row(2), date: from });
    expect(pushed.lastChange).toMatchObject({ cause: 'push', actorName: 'Tests', batchId });
    expect(pushed.night?.prices).toContainEqual({ guests: 4, priceCents: 18_000 });
    await changeNight(world.stub, row(2), from, { dureeMax: 17 });
    await refresh();
    const { lastChange } = await api.rates.details.query({ ...row(2), date: from });
    expect(lastChange).toMatchObject({ cause: 'upstream', actorName: null, batchId: null });
    expect(lastChange?.after?.maxStay).toBe(17);
  });

  test('a refresh without a change records none', async () => {
    const { client } = world.app.database;
    const count = async () =>
      (await client.execute('SELECT count(*) n FROM mirror_change')).rows[0];
    const before = await count();
    await refresh();
    expect(await count()).toEqual(before);
  });

  test('a night that upstream takes away has no rate any more', async () => {
    const { from } = nights.take(1);
    const body = { ...row(2), kind: 'rate', date: from, value: null };
    await world.stub.control('POST', 'day', body);
    await refresh();
    const details = await world.api.rates.details.query({ ...row(2), date: from });
    expect(details.night).toBeNull();
    expect(details.lastChange).toMatchObject({ cause: 'upstream', after: null });
  });

  test('the legacy forms of upstream give the same calendar', async () => {
    const span = nights.take(10);
    const { asOf: _before, ...before } = await calendarOf(world, span);
    await world.stub.control('POST', 'mode', { legacy: true, trailingSpaceFin: true });
    const { warnings } = await refresh();
    await world.stub.control('POST', 'mode', { legacy: false, trailingSpaceFin: false });
    const { asOf: _after, ...after } = await calendarOf(world, span);
    expect(warnings).toEqual([]);
    expect(after.rates).toEqual(before.rates);
    expect(after.stock).toEqual(before.stock);
    expect(after.accommodations).toEqual(before.accommodations);
  });

  test('a rate type that is linked, renamed or unlinked upstream follows', async () => {
    const { stub, supplierId, api } = world;
    const url = `${stub.url}/fournisseur/${supplierId}/hebergements/2/typetarifs/2002`;
    const headers = { authorization: `OsApiKey ${stub.apiKey}` };
    await fetch(url, { method: 'POST', headers });
    await refresh();
    const linked = await api.rateTypes.list.query({ supplierId });
    expect(linked.find(({ id }) => id === 2002)?.accommodationIds).toEqual([1, 2]);
    await fetch(url, { method: 'DELETE', headers });
    await refresh();
    const unlinked = await api.rateTypes.list.query({ supplierId });
    expect(unlinked.find(({ id }) => id === 2002)?.accommodationIds).toEqual([1]);
  });
});
