import { afterAll, beforeAll, expect, test } from 'vitest';
import { calendarDateOf } from '#server/kernel/calendar-date.ts';
import { changeNight, changeUnits, nightsOf, type Span } from '#tests/support/nights.ts';
import { failureOf, settled, startWorld, type World } from '#tests/support/world.ts';

const [ACCOMMODATION, RATE_TYPE] = [1, 2001];
let world: World;
let take: (count: number) => Span;
beforeAll(async () => {
  world = await startWorld();
  await refresh();
  take = (await nightsOf(world)).take;
});
afterAll(() => world[Symbol.asyncDispose]());

const refresh = () => world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
const row = () => ({
  supplierId: world.supplierId,
  accommodationId: ACCOMMODATION,
  rateTypeId: RATE_TYPE,
});
const cell = (date: string, over: { rateTypeId?: number | null; limit?: number } = {}) =>
  world.api.history.cell.query({ ...row(), date: calendarDateOf(date), ...over });

async function push(span: Pick<Span, 'from' | 'to'>, set: { minStay: number } | { units: number }) {
  const rateTypeId = 'units' in set ? {} : { rateTypeId: RATE_TYPE };
  const { batchId } = await world.api.bulkUpdates.create.mutate({
    ...{ supplierId: world.supplierId, idempotencyKey: `cell-${span.from}-${JSON.stringify(set)}` },
    changes: [{ accommodationId: ACCOMMODATION, ...rateTypeId, from: span.from, to: span.to, set }],
  });
  await settled(world.api, batchId);
  return batchId;
}

test('tells who changed a night, when, from what to what, and when it was confirmed', async () => {
  const span = take(3);
  const began = new Date(Date.now() - 1).toISOString();
  const batchId = await push(span, { minStay: 4 });
  await changeNight(world.stub, row(), span.from, { dureeMin: 6 });
  await refresh();
  const { items, hasMore } = await cell(span.from);
  expect(hasMore).toBe(false);
  expect(items).toMatchObject([
    {
      ...{ cause: 'upstream', actor: null, batchId: null, state: null },
      ...{ before: { minStay: 4 }, after: { minStay: 6 } },
    },
    {
      ...{ cause: 'push', actor: { kind: 'apiKey', name: 'Tests' }, batchId, state: 'applied' },
      ...{ before: { minStay: expect.any(Number) }, after: { minStay: 4 } },
    },
  ]);
  const [theirs, ours] = items;
  const instants = [began, ours?.at, ours?.confirmedAt, theirs?.at];
  expect(instants.toSorted()).toEqual(instants);
  expect(theirs?.confirmedAt).toBe(theirs?.at);
  expect(ours?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  // The night beside it knows of nothing but the sending.
  expect((await cell(span.to)).items.map(({ cause }) => cause)).toEqual(['push']);
  expect(await cell(span.from, { limit: 1 })).toMatchObject({
    items: [{ cause: 'upstream' }],
    hasMore: true,
  });
});

test('a refused sending is told as such and never as confirmed', async () => {
  const span = take(1);
  const path = `/hebergements/${ACCOMMODATION}/typetarifs/tarif`;
  await world.stub.fault({ match: { method: 'POST', path }, fault: { status: 422 } });
  await push(span, { minStay: 3 });
  await world.stub.clearFaults();
  expect((await cell(span.from)).items).toMatchObject([{ state: 'rejected', confirmedAt: null }]);
});

test('stock has a history of its own', async () => {
  const span = take(1);
  const batchId = await push(span, { units: 0 });
  await changeUnits(world.stub, row(), span.from, 1);
  await refresh();
  const { items } = await cell(span.from, { rateTypeId: null });
  expect(items).toMatchObject([
    { cause: 'upstream', before: { units: 0 }, after: { units: 1 } },
    { cause: 'push', batchId, after: { units: 0 }, state: 'applied' },
  ]);
  expect((await cell(span.from)).items).toEqual([]);
});

test('what a refresh saw of a sending before the sending read it back is no change upstream', async () => {
  const span = take(1);
  const path = `/hebergements/${ACCOMMODATION}/typetarifs/tarif`;
  // The first read of the sending passes, the one after its write is slow: a refresh comes first.
  await world.stub.fault({ match: { method: 'GET', path }, times: 1, fault: { delayMs: 0 } });
  await world.stub.fault({ match: { method: 'GET', path }, times: 1, fault: { delayMs: 3_000 } });
  const since = await world.stub.now();
  const pushed = push(span, { minStay: 5 });
  while ((await world.stub.ledger(since)).length === 0) await refreshNothing();
  await refresh();
  await pushed;
  const { items } = await cell(span.from);
  expect(items).toMatchObject([{ cause: 'push', state: 'applied', after: { minStay: 5 } }]);
});

const refreshNothing = () => world.stub.now();

test('an accommodation or a rate type that is not there is named', async () => {
  const { from } = take(1);
  const bad = async (over: object) => {
    const { data } = await failureOf(
      world.api.history.cell.query({ ...row(), date: from, ...over }),
    );
    return data?.fields?.map(({ path, code }) => [path, code]);
  };
  expect(await bad({ accommodationId: 999 })).toEqual([
    ['accommodationId', 'unknown_accommodation'],
  ]);
  expect(await bad({ rateTypeId: 999 })).toEqual([['rateTypeId', 'unknown_rate_type']]);
});
