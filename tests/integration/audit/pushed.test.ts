import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { verifyChains } from '#server/domain/audit/verify-chain.ts';
import type { BatchCell } from '#server/domain/pushes/schema.ts';
import { addDays } from '#server/kernel/calendar-date.ts';
import { type Page, startPage } from '#tests/support/people/pages.ts';
import { type Pusher, pushersOf } from '#tests/support/pushing.ts';
import { eventually, settled, startWorld, type World } from '#tests/support/world.ts';

const WORDS = 'Mme Villeneuve-Canari a bloqué ce tarif.';

let world: World;
let page: Page;
let another: () => Pusher;
beforeAll(async () => {
  world = await startWorld();
  another = await pushersOf(world, 2001);
  page = await startPage(world);
});
afterEach(() => world.stub.clearFaults());
afterAll(() => world[Symbol.asyncDispose]());

/** What was written down of the end of an item. */
async function endsOf(itemId: string) {
  const { items } = await world.api.audit.list.query({ action: 'rates.pushed', limit: 200 });
  return items.filter(({ target }) => target === `item:${itemId}`);
}

interface Told {
  readonly cells: readonly (BatchCell & { readonly from: string; readonly to: string })[];
  readonly omittedRuns?: number;
}

/** What an entry tells of the nights of an item. */
const told = (entry: { after?: unknown } | undefined) => (entry?.after ?? { cells: [] }) as Told;

/** Pushes a price on three nights to the end; gives what was written down of it. */
async function ended(one: Pusher, cents: number) {
  const { batchId, span } = await one.push(3, cents);
  const [item] = (await settled(world.api, batchId)).items;
  const entries = await endsOf(item?.itemId ?? '');
  expect(entries).toHaveLength(1);
  return { batchId, span, item, entry: entries[0], after: entries[0]?.after };
}

test('what was applied is told night by night as runs, by whose key and under which request', async () => {
  const one = another();
  const { batchId, span, entry } = await ended(one, 17_150);
  const { accommodationId, rateTypeId, supplierId } = one.row;
  expect(entry).toMatchObject({
    ...{ actorKind: 'apiKey', actorId: world.keyId, actorName: 'Tests' },
    ...{ supplierId, address: null, before: null },
    after: {
      ...{ batchId, accommodationId, aspect: 'rates', state: 'applied', counts: { applied: 3 } },
      hasUpstreamMessage: false,
    },
  });
  const price = [{ guests: expect.any(Number), priceCents: 17_150 }];
  const { cells } = told(entry);
  expect(cells[0]).toMatchObject({ rateTypeId, state: 'applied', from: span.from });
  expect(cells.at(-1)).toMatchObject({ to: span.to });
  for (const cell of cells) {
    expect(cell).toMatchObject({ sent: { prices: price } });
    expect(cell).toHaveProperty('before.prices');
    // What was read back is told where it is not what was sent.
    expect(cell).not.toHaveProperty('read');
  }
  const { items } = await world.api.audit.list.query({ action: 'rates.push', limit: 1 });
  expect(items[0]?.requestId).toBe(entry?.requestId);
});

test('a person’s push is told as theirs', async () => {
  const { from } = (await another().push(1, 17_250)).span;
  const { supplierId } = world;
  const { batchId } = await page.api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'page' },
    changes: [
      { accommodationId: 1, from: addDays(from, 40), to: addDays(from, 40), set: { units: 0 } },
    ],
  });
  const [item] = (await settled(world.api, batchId)).items;
  const [entry, ...others] = await endsOf(item?.itemId ?? '');
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    ...{ actorKind: 'user', actorId: page.userId },
    after: {
      aspect: 'stock',
      cells: [{ rateTypeId: null, sent: { units: 0 } }],
    },
  });
});

test('what upstream refused is told without its words', async () => {
  const one = another();
  await one.fault('POST', { upstreamSentence: WORDS });
  const { item, after } = await ended(one, 17_350);
  expect(item).toMatchObject({ state: 'rejected', upstreamMessage: WORDS });
  expect(after).toMatchObject({ state: 'rejected', hasUpstreamMessage: true });
  const { rows } = await world.app.database.client.execute('SELECT * FROM audit_entry');
  expect(JSON.stringify(rows)).not.toContain('Canari');
});

test('what came back different is told with what was sent and what was read', async () => {
  const one = another();
  await one.fault('POST', { clampCents: 1_000 });
  const { entry, after } = await ended(one, 17_450);
  expect(after).toMatchObject({ state: 'mismatch', counts: { mismatch: 3 } });
  for (const { sent, read } of told(entry).cells) {
    expect(sent?.prices).toContainEqual({ guests: expect.any(Number), priceCents: 17_450 });
    expect(read?.prices?.map(({ priceCents }) => priceCents)).not.toContain(17_450);
    expect(read?.prices?.at(-1)?.priceCents).toBe(1_000);
  }
});

test('what nobody could read, so that every try failed, is told once', async () => {
  const one = another();
  await one.fault('GET', { status: 503 });
  const { after } = await ended(one, 17_550);
  expect(after).toMatchObject({ state: 'failed', counts: { failed: 3 } });
});

test('a change of many unlike nights is told as far as it is small', async () => {
  const { api, supplierId } = world;
  const { span } = await another().push(1, 17_650);
  const changes = Array.from({ length: 400 }, (_, i) => {
    const night = addDays(span.from, 60 + i);
    const set = { priceCents: 20_000 + i, minStay: 1 + (i % 2), maxStay: 14 + (i % 3) };
    return { accommodationId: 1, rateTypeId: 2001, from: night, to: night, set };
  });
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'many', changes },
  });
  const [item] = (await settled(api, batchId)).items;
  const [entry] = await endsOf(item?.itemId ?? '');
  const after = told(entry);
  expect(JSON.stringify(after).length).toBeLessThan(64_000);
  expect(after.omittedRuns).toBeGreaterThan(0);
  expect(after.cells.length + (after.omittedRuns ?? 0)).toBe(400);
  expect(after).toMatchObject({ state: 'applied', counts: { applied: 400 } });
});

test('a refused key ends what was not sent, and every end of the day stands in the chain', async () => {
  const one = another();
  await one.fault('GET', { status: 401 });
  const { after } = await ended(one, 17_750);
  expect(after).toMatchObject({ state: 'blocked_credentials', counts: { blocked_credentials: 3 } });
  const { client } = world.app.database;
  await eventually('the chain', async () => {
    const { rows } = await client.execute('SELECT 1 FROM audit_entry WHERE hash IS NULL');
    return rows.length === 0 ? true : null;
  });
  const reports = await verifyChains(world.app.database, Date.now());
  expect(new Set(reports.map(({ fault }) => fault))).toEqual(new Set([null]));
  const { rows } = await client.execute(`SELECT count(*) AS items,
      (SELECT count(*) FROM audit_entry WHERE action = 'rates.pushed') AS ends
    FROM push_item`);
  expect(rows[0]?.ends).toBe(rows[0]?.items);
});
