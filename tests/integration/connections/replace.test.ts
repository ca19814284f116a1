import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditEntry, connection } from '#server/db/schema/index.ts';
import { calendarOf, nightsOf } from '#tests/support/nights.ts';
import { type Page, startPage } from '#tests/support/people/pages.ts';
import { bytesBelow, formsOf } from '#tests/support/people/secrets.ts';
import {
  eventually,
  failureOf,
  SUPPLIERS,
  settled,
  startWorld,
  type World,
} from '#tests/support/world.ts';

const NEW = 'canary/new+key-0815';
const LIST = { path: '/hebergements' };
let world: World;
let page: Page;
let connectionId: string;

beforeEach(async () => {
  world = await startWorld({ seed: 'all' });
  page = await startPage(world);
  connectionId = (await page.api.connections.list.query())[0]?.id ?? '';
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
});
afterEach(() => world[Symbol.asyncDispose]());

const replace = (apiKey = NEW) => page.api.connections.replaceKey.mutate({ connectionId, apiKey });
const row = async () => {
  const { db } = world.app.database;
  const [found] = await db.select().from(connection).where(eq(connection.id, connectionId));
  return found;
};
const replacements = async () => {
  const entries = await world.app.database.db.select().from(auditEntry);
  return entries.filter(({ action }) => action === 'connection.replaceKey');
};
const knows = (key: string, options: object = {}) =>
  world.stub.control('POST', 'keys', { key, ...options });

test.each([
  ['upstream does not know it', async () => {}, 'UPSTREAM_REFUSED_KEY', 502],
  [
    'it shows none of the suppliers',
    () => knows(NEW, { supplierIds: [SUPPLIERS.gite] }),
    'UPSTREAM_REFUSED_KEY',
    502,
  ],
  [
    'upstream does not answer',
    async () => {
      await knows(NEW);
      await world.stub.fault({ match: LIST, fault: { status: 503 } });
    },
    'UPSTREAM_UNAVAILABLE',
    503,
  ],
  [
    'upstream answers HTML',
    async () => {
      await knows(NEW);
      await world.stub.fault({ match: LIST, fault: { html: true } });
    },
    'UPSTREAM_UNAVAILABLE',
    503,
  ],
])('nothing changes when %s', async (_name, arrange, code, httpStatus) => {
  await world.app.runner.stop();
  const before = await row();
  await arrange();
  expect((await failureOf(replace())).data).toMatchObject({ code, httpStatus });
  expect(await row()).toEqual(before);
  expect(await replacements()).toEqual([]);
});

test('after a refused key another one lets pushes go on and reads everything anew', async () => {
  const { api, stub, supplierId } = world;
  await knows(world.stub.apiKey, { revoked: true });
  const { take } = await nightsOf(world);
  const push = async (key: string) => {
    const { from, to } = take(3);
    const changes = [
      { accommodationId: 1, rateTypeId: 2001, from, to, set: { priceCents: 14_300 } },
    ];
    const { batchId } = await api.bulkUpdates.create.mutate({
      supplierId,
      idempotencyKey: key,
      changes,
    });
    return settled(api, batchId);
  };
  const blocked = await push('before');
  expect(blocked).toMatchObject({ state: 'attention', items: [{ state: 'blocked_credentials' }] });
  expect((await page.api.connections.list.query())[0]?.state).toBe('credentials_invalid');
  const since = Date.now();
  await knows(NEW);
  const seen = await replace();
  expect(seen).toMatchObject([{ supplierId, result: 'ok', isAdded: true }]);
  expect(await row()).toMatchObject({ state: 'ok', keyLastFour: '0815' });
  expect(await push('after')).toMatchObject({ state: 'done' });
  await eventually('a read with the new key', async () => {
    const [one] = await page.api.suppliers.list.query();
    return one && !one.stale && one.failure === null && Date.parse(one.asOf ?? '') >= since
      ? one
      : null;
  });
  const span = { from: take(1).from, to: take(1).from };
  const { warnings } = await calendarOf(world, span);
  expect(warnings).toEqual([]);
  expect(await replacements()).toMatchObject([
    {
      actorId: page.userId,
      target: `connection:${connectionId}`,
      beforeJson: '{"state":"credentials_invalid"}',
      afterJson: '{"state":"ok"}',
    },
  ]);
  const said = `${bytesBelow(world.variables.DATA_DIR ?? '')}${world.lines.join('')}`;
  expect(said).toContain('connection.replaceKey');
  for (const form of [...formsOf(NEW), ...formsOf(stub.apiKey)])
    expect(said.includes(form), form).toBe(false);
});

test('a supplier that has gone from upstream does not keep the key of the others', async () => {
  await page.api.connections.addSuppliers.mutate({
    connectionId,
    suppliers: [{ supplierId: 99_001 }],
  });
  await knows(NEW);
  const seen = await replace();
  expect(seen.map(({ supplierId, result }) => [supplierId, result])).toEqual([
    [world.supplierId, 'ok'],
    [99_001, 'not_found'],
  ]);
  expect((await row())?.keyLastFour).toBe('0815');
});

test('a refresh that the old key loses is followed by one with the new key', async () => {
  await knows(NEW);
  const path = '/hebergements/1/stock';
  await world.stub.fault({ match: { path }, fault: { delayMs: 3000, status: 401 }, times: 1 });
  const lost = world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  await eventually('the call with the old key', async () =>
    ((await world.stub.control('GET', 'faults')) as { hits: number }[]).some(({ hits }) => hits > 0)
      ? true
      : null,
  );
  await replace();
  expect((await lost).warnings.some(({ code }) => code === 'key_refused')).toBe(true);
  await eventually('a good read', async () => {
    const [one] = await page.api.suppliers.list.query();
    return one && !one.stale && one.failure === null ? one : null;
  });
  expect((await row())?.state).toBe('ok');
});

test('a connection of another organisation looks like none', async () => {
  const other = await world.organisation('Le Port', { supplierId: 61_001, apiKey: NEW });
  const theirs = await startPage(world, other.tenant);
  const [foreign] = await theirs.api.connections.list.query();
  const asked = async (id: string) => {
    const input = { connectionId: id, apiKey: NEW };
    return (await failureOf(page.api.connections.replaceKey.mutate(input))).data;
  };
  const unknown = await asked('0199a000-0000-7000-8000-000000000000');
  expect(unknown?.code).toBe('NOT_FOUND');
  expect(await asked(foreign?.id ?? '')).toEqual({ ...unknown, requestId: expect.any(String) });
});
