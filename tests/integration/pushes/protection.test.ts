import { afterEach, beforeEach, expect, test } from 'vitest';
import { nightsOf } from '#tests/support/nights.ts';
import {
  type Api,
  eventually,
  SUPPLIERS,
  settled,
  startWorld,
  type World,
} from '#tests/support/world.ts';

const GITE = SUPPLIERS.gite ?? 0;

let world: World;
beforeEach(async () => {
  world = await startWorld({ seed: 'all' });
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
});
afterEach(() => world[Symbol.asyncDispose]());

const callsOf = async (supplierId: number, since: number) =>
  (await world.stub.calls(since)).filter(({ path }) =>
    path.includes(`/fournisseur/${supplierId}/`),
  );
const breakerLines = () =>
  world.lines
    .filter((line) => line.includes('out of reach'))
    .map((line) => JSON.parse(line) as { time: string; isOpen: boolean });

async function push(api: Api, supplierId: number, accommodationIds: readonly number[]) {
  const { from, to } = (await nightsOf({ api, supplierId })).take(2);
  const { rateTypes } = await api.calendar.get.query({ supplierId, from, to });
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: `protection-${supplierId}-${accommodationIds}` },
    changes: accommodationIds.map((accommodationId) => ({
      ...{ accommodationId, rateTypeId: rateTypes[0]?.id ?? 0, from, to },
      set: { priceCents: 19_900 },
    })),
  });
  return batchId;
}

test('a 429 holds every accommodation of its key until the time that was named, and no other key', async () => {
  const { api, stub, supplierId } = world;
  const other = await world.organisation('Les Aulnes', {
    supplierId: GITE,
    apiKey: stub.apiKey,
  });
  await other.api.suppliers.refresh.mutate({ supplierId: GITE });
  const match = { method: 'POST', path: `/fournisseur/${supplierId}/` };
  await stub.fault({ match, times: 1, fault: { retryAfter: 8 } });
  const since = await stub.now();
  const first = await push(api, supplierId, [1]);
  const refused = await eventually('the 429', async () => {
    const found = (await callsOf(supplierId, since)).find(({ status }) => status === 429);
    return found ?? null;
  });
  const held = await push(api, supplierId, [2, 3]);
  const free = await push(other.api, GITE, [1]);
  expect(await settled(other.api, free)).toMatchObject({ state: 'done', counts: { applied: 2 } });
  const [one, two] = [await settled(api, first), await settled(api, held)];
  expect([one.counts.applied, two.counts.applied]).toEqual([2, 4]);
  // It cost no try: each item was written once as far as anybody knows.
  const items = [...one.items, ...two.items];
  expect(items.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
  const after = (await callsOf(supplierId, refused.seq)).map(
    (call) => Date.parse(call.at) - Date.parse(refused.at),
  );
  expect(Math.min(...after)).toBeGreaterThanOrEqual(7_900);
});

test('while upstream is out of reach nothing is asked, and what waited goes on after one probe', async () => {
  const { api, stub, supplierId } = world;
  await world.restart({ JOBS_TIME_SCALE: '0.2' });
  await stub.fault({ match: { path: `/fournisseur/${supplierId}/` }, fault: { status: 503 } });
  await api.suppliers.refresh.mutate({ supplierId });
  const failed = await api.suppliers.refresh.mutate({ supplierId });
  expect(new Set(failed.warnings.map(({ code }) => code))).toEqual(new Set(['unreachable']));
  await eventually('the breaker', async () => breakerLines()[0] ?? null);
  const since = await stub.now();
  const batchId = await push(api, supplierId, [1, 2, 3]);
  // Pages go on from the mirror meanwhile, and say how old it is.
  const { from, to } = (await nightsOf(world)).take(2);
  expect(await api.calendar.get.query({ supplierId, from, to })).toMatchObject({ stale: true });
  await stub.clearFaults();
  expect(await settled(api, batchId)).toMatchObject({ state: 'done', counts: { applied: 6 } });
  const [opened, closed] = breakerLines();
  expect([opened?.isOpen, closed?.isOpen]).toEqual([true, false]);
  const [first, ...rest] = (await callsOf(supplierId, since)).map(({ at }) => Date.parse(at));
  expect((first ?? 0) - Date.parse(opened?.time ?? '')).toBeGreaterThanOrEqual(2_900);
  expect(rest.length).toBeGreaterThan(0);
  const { rows } = await world.app.database.client.execute(
    `SELECT attempts FROM job WHERE kind = 'push.item'`,
  );
  expect(rows.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
});

test('a refused key and a refused write are answers: they close nothing', async () => {
  const { api, stub, supplierId } = world;
  await stub.fault({ match: { path: `/fournisseur/${supplierId}/` }, fault: { status: 401 } });
  for (let i = 0; i < 2; i++) await api.suppliers.refresh.mutate({ supplierId });
  await stub.clearFaults();
  await stub.fault({ match: { path: '/hebergements/' }, fault: { status: 404 } });
  for (let i = 0; i < 2; i++) await api.suppliers.refresh.mutate({ supplierId });
  expect(breakerLines()).toEqual([]);
});

test('a job’s read that broke off before any answer is asked once more at once, a probe is not', async () => {
  const { api, stub, supplierId } = world;
  const path = '/hebergements/2/stock';
  const broken = { match: { method: 'GET', path }, times: 1, fault: { resetBefore: true } };
  await stub.fault(broken);
  const since = await stub.now();
  expect((await api.suppliers.refresh.mutate({ supplierId })).warnings).toEqual([]);
  const asked = async () => (await stub.calls(since)).filter((call) => call.path.endsWith(path));
  expect((await asked()).map(({ status }) => status)).toEqual([0, 200]);
  // Twice in a row is for the job to try again, later.
  await stub.clearFaults();
  await stub.fault({ ...broken, times: 2 });
  const { warnings } = await api.suppliers.refresh.mutate({ supplierId });
  expect(warnings).toMatchObject([{ part: 'stock', code: 'unreachable', accommodationId: 2 }]);
  await stub.clearFaults();
  await stub.fault({ ...broken, match: { method: 'GET', path: '/hebergements' } });
  const then = await stub.now();
  const upstream = await world.app.gateway.openWith(
    world.tenant,
    { apiKey: stub.apiKey },
    supplierId,
    'probe-1',
  );
  await expect(upstream.listAccommodations()).rejects.toMatchObject({ failure: 'unreachable' });
  expect(await stub.calls(then)).toHaveLength(1);
});
