import { afterEach, beforeEach, expect, test } from 'vitest';
import { alert } from '#server/db/schema/index.ts';
import { changeNight, eurosOf, nightsOf, upstreamNight } from '#tests/support/nights.ts';
import { startPage } from '#tests/support/people/pages.ts';
import { eventually, followed, settled, startWorld, type World } from '#tests/support/world.ts';

const NEW = 'another-upstream-key-77';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
});
afterEach(() => world[Symbol.asyncDispose]());

test('a push whose key is refused goes on with the next one, planned anew from what is there then', async () => {
  const { api, stub, supplierId } = world;
  const page = await startPage(world);
  const connectionId = (await page.api.connections.list.query())[0]?.id ?? '';
  const { from, to, dates } = (await nightsOf(world)).take(3);
  // The nights of the first accommodation are read while the key is still good.
  const rates = { method: 'GET', path: '/hebergements/1/typetarifs/tarif' };
  await stub.fault({ match: rates, times: 1, fault: { delayMs: 1_200 } });
  const since = await stub.now();
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'mid-push' },
    changes: [1, 2, 3].map((accommodationId) => ({
      ...{ accommodationId, rateTypeId: 2001, from, to, set: { priceCents: 18_800 } },
    })),
  });
  await eventually('its first read', async () => {
    const rules = (await stub.control('GET', 'faults')) as { hits: number }[];
    return rules.some(({ hits }) => hits > 0) ? true : null;
  });
  await stub.control('POST', 'keys', { key: stub.apiKey, revoked: true });
  // What had been sent before stays open until it can be read back, with another key.
  const halted = await followed(api, batchId, ({ items }) =>
    items.every(
      ({ state, unknownSince }) =>
        unknownSince !== null || ['blocked_credentials', 'applied'].includes(state),
    ),
  );
  const blocked = halted.items.filter(({ state }) => state === 'blocked_credentials');
  expect(blocked.length).toBeGreaterThan(0);
  const row = { supplierId, accommodationId: blocked[0]?.accommodationId ?? 0, rateTypeId: 2001 };
  // Halted: nothing more is asked with this key.
  const asked = (await stub.calls(since)).length;
  const more = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'while-halted' },
    changes: [{ accommodationId: 2, from, to: from, set: { units: 0 } }],
  });
  expect((await settled(api, more.batchId)).counts).toMatchObject({ blocked_credentials: 1 });
  expect(await stub.calls(since)).toHaveLength(asked);
  const alerts = await world.app.database.db.select().from(alert);
  expect(alerts).toMatchObject([{ kind: 'key_refused', severity: 'high', supplierId }]);

  const list = Object.keys(eurosOf(await upstreamNight(stub, row, from)));
  const listeTarifPaxOccupation = list.map((nbPers) => ({ nbPers: Number(nbPers), prix: 55 }));
  await changeNight(stub, row, from, { tarifPax: { listeTarifPaxOccupation } });
  await stub.control('POST', 'keys', { key: NEW });
  await page.api.connections.replaceKey.mutate({ connectionId, apiKey: NEW });
  await followed(api, more.batchId, ({ counts }) => counts.applied === 1);
  const batch = await followed(api, batchId, ({ counts }) => counts.applied === 8);
  expect(batch.counts).toMatchObject({ total: 9, applied: 8, conflict: 1 });
  expect(Object.values(eurosOf(await upstreamNight(stub, row, from)))).toContain(55);
  for (const date of dates.slice(1))
    expect(Object.values(eurosOf(await upstreamNight(stub, row, date)))).toContain(188);
});
