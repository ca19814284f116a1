import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type KillableApp, startKillable } from '#tests/support/killable.ts';
import { eurosOf, nightsOf, upstreamNight } from '#tests/support/nights.ts';
import { clientOf, eventually, settled, startWorld, type World } from '#tests/support/world.ts';

const ROW = { supplierId: 61_001, accommodationId: 2, rateTypeId: 2001 } as const;
const PATH = '/hebergements/2/typetarifs/tarif';

let world: World;
let nights: Awaited<ReturnType<typeof nightsOf>>;
const running: KillableApp[] = [];

beforeAll(async () => {
  world = await startWorld();
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  nights = await nightsOf(world);
  // From here on the app lives in processes of its own, one after the other.
  await world.down();
});
afterEach(async () => {
  for (const app of running.splice(0)) await app.kill();
  await world.stub.clearFaults();
});
afterAll(() => world[Symbol.asyncDispose]());

async function start() {
  const app = await startKillable(world.variables);
  running.push(app);
  return { app, api: clientOf(app.url, world.apiKey) };
}

const rateCalls = async (since: number) =>
  (await world.stub.calls(since)).filter(({ path }) => path.endsWith(PATH));

interface KillPoint {
  readonly when: string;
  readonly method: string;
  readonly fault: object;
  /** Whether the moment to kill has come. */
  readonly isThere: (since: number) => Promise<boolean>;
  /** How many writes upstream sees at most. */
  readonly writes: number;
}

const changed = async (since: number) => (await world.stub.ledger(since)).length > 0;
const hit = async () => {
  const faults = (await world.stub.control('GET', 'faults')) as { hits: number }[];
  return faults.some(({ hits }) => hits > 0);
};

const POINTS: readonly KillPoint[] = [
  {
    when: 'right after upstream took the write, before its answer',
    ...{ method: 'POST', fault: { delayAfterMs: 60_000 }, isThere: changed, writes: 1 },
  },
  {
    when: 'while the write is on its way and lands late',
    ...{ method: 'POST', fault: { delayMs: 8_000 }, isThere: hit, writes: 2 },
  },
  {
    when: 'while the nights are read before the write',
    ...{ method: 'GET', fault: { delayMs: 60_000 }, isThere: hit, writes: 1 },
  },
];

test.each(POINTS)('killed $when, a push still comes out right', async (point) => {
  const { from, to, dates } = nights.take(3);
  const priceCents = 20_000 + dates.length + POINTS.indexOf(point);
  const first = await start();
  const match = { method: point.method, path: PATH };
  await world.stub.fault({ match, times: 1, fault: point.fault });
  const since = await world.stub.now();
  const { batchId } = await first.api.bulkUpdates.create.mutate({
    supplierId: world.supplierId,
    idempotencyKey: point.when,
    changes: [{ ...{ accommodationId: 2, rateTypeId: 2001 }, from, to, set: { priceCents } }],
  });
  await eventually('the moment to kill', async () => ((await point.isThere(since)) ? true : null));
  await first.app.kill();
  running.length = 0;
  const second = await start();
  const before = await second.api.bulkUpdates.get.query({ batchId });
  expect(before.counts.applied).toBe(0);
  const batch = await settled(second.api, batchId);
  expect(batch).toMatchObject({ state: 'done', counts: { total: 3, applied: 3 } });
  const writesOf = async () => (await rateCalls(since)).filter(({ method }) => method === 'POST');
  if (point.method === 'POST')
    await eventually('the late write', async () =>
      (await writesOf()).some(({ fault }) => fault !== null) ? true : null,
    );
  expect((await writesOf()).length).toBeLessThanOrEqual(point.writes);
  const ledger = await world.stub.ledger(since);
  expect(ledger.map(({ key }) => key).sort()).toEqual(dates.map((date) => `2001:${date}`));
  for (const date of dates)
    expect(eurosOf(await upstreamNight(world.stub, ROW, date))[4]).toBe(priceCents / 100);
  const { items } = await second.api.audit.list.query({ action: 'rates.pushed' });
  const target = `item:${batch.items[0]?.itemId}`;
  expect(items.filter((entry) => entry.target === target)).toHaveLength(1);
});

test('killed after a write that upstream clamped, the next process calls it a mismatch', async () => {
  const { from } = nights.take(1);
  const first = await start();
  const fault = { delayAfterMs: 60_000, clampCents: 1000 };
  await world.stub.fault({ match: { method: 'POST', path: PATH }, times: 1, fault });
  const since = await world.stub.now();
  const { batchId } = await first.api.bulkUpdates.create.mutate({
    supplierId: world.supplierId,
    idempotencyKey: 'clamped',
    changes: [
      { ...{ accommodationId: 2, rateTypeId: 2001 }, from, to: from, set: { priceCents: 27_500 } },
    ],
  });
  await eventually('the write', async () => ((await changed(since)) ? true : null));
  await first.app.kill();
  running.length = 0;
  const second = await start();
  const batch = await settled(second.api, batchId);
  // What was sent before the crash is still known, so that nobody else is blamed for the difference.
  expect(batch.items[0]?.cells[0]).toMatchObject({
    state: 'mismatch',
    sent: { prices: expect.arrayContaining([{ guests: 4, priceCents: 27_500 }]) },
    read: { prices: expect.arrayContaining([{ guests: 4, priceCents: 1000 }]) },
  });
});

test('killed in the middle of a refresh, the next process reads all of it', async () => {
  const [night = ''] = nights.take(1).dates;
  const value = { valeur: 7 };
  const body = { supplierId: world.supplierId, accommodationId: 3, kind: 'stock', date: night };
  await world.stub.control('POST', 'day', { ...body, value });
  const first = await start();
  await world.stub.fault({
    match: { path: '/hebergements/3/stock' },
    times: 1,
    fault: { delayMs: 60_000 },
  });
  const refreshing = first.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  const broken = refreshing.catch((error: unknown) => error);
  await eventually('the middle of the refresh', async () => ((await hit()) ? true : null));
  await first.app.kill();
  running.length = 0;
  expect(await broken).toBeInstanceOf(Error);
  const second = await start();
  await second.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  const { runs } = await second.api.stock.get.query({
    ...{ supplierId: world.supplierId, accommodationId: 3 },
    ...{ from: night as never, to: night as never },
  });
  expect(runs).toEqual([{ from: night, to: night, units: 7 }]);
});
