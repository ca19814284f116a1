import { afterAll, beforeAll, expect, test } from 'vitest';
import { calendarOf, changeNight, nightsOf, rateAt, type Span } from '#tests/support/nights.ts';
import { settled, startWorld, type World } from '#tests/support/world.ts';

// The clock stands still: which rates are kept may not hang on instants that differ.
const instant = Date.now();
const [ACCOMMODATION, RATE_TYPE] = [1, 2001];
let world: World;
let span: Span;

const refresh = () => world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
const minStay = async (date: string | undefined, api = world.api) => {
  const calendar = await calendarOf({ ...world, api }, span);
  return rateAt(calendar, ACCOMMODATION, RATE_TYPE, date ?? '')?.minStay;
};

beforeAll(async () => {
  world = await startWorld({ clock: { now: () => instant } });
  await refresh();
  span = (await nightsOf(world)).take(30);
});
afterAll(() => world[Symbol.asyncDispose]());

test('what changed upstream is shown after every refresh, read before or not', async () => {
  const { stub, supplierId } = world;
  const row = { supplierId, accommodationId: ACCOMMODATION, rateTypeId: RATE_TYPE };
  const [date = ''] = span.dates;
  for (const nights of [5, 6, 7, 5]) {
    await changeNight(stub, row, date, { dureeMin: nights });
    await refresh();
    expect([await minStay(date), await minStay(date)]).toEqual([nights, nights]);
  }
});

test('what a push changed is shown when it is done', async () => {
  const { api, supplierId } = world;
  const [, date = ''] = span.dates;
  for (const nights of [4, 9]) {
    await minStay(date);
    const { batchId } = await api.bulkUpdates.create.mutate({
      supplierId,
      idempotencyKey: `kept-${nights}`,
      changes: [
        {
          accommodationId: ACCOMMODATION,
          rateTypeId: RATE_TYPE,
          from: span.dates[1] ?? span.from,
          to: span.dates[1] ?? span.from,
          set: { minStay: nights },
        },
      ],
    });
    expect((await settled(api, batchId)).state).toBe('done');
    expect(await minStay(date)).toBe(nights);
  }
});

test('another organisation on the same supplier sees what its own mirror holds', async () => {
  const { stub, supplierId } = world;
  const [, , date = ''] = span.dates;
  const before = await minStay(date);
  const row = { supplierId, accommodationId: ACCOMMODATION, rateTypeId: RATE_TYPE };
  await changeNight(stub, row, date, { dureeMin: 8 });
  const { api } = await world.organisation('Les Ormes', { supplierId, apiKey: stub.apiKey });
  await api.suppliers.refresh.mutate({ supplierId });
  expect([await minStay(date, api), await minStay(date)]).toEqual([8, before]);
});

test('a calendar of other nights is cut to them', async () => {
  const [from = span.from, to = span.to] = span.dates.slice(3, 5);
  const inner = await calendarOf(world, { from, to });
  const runs = inner.rates.flatMap((row) => row.runs);
  expect(runs.length).toBeGreaterThan(0);
  expect(runs.every((run) => run.from >= from && run.to <= to)).toBe(true);
});
