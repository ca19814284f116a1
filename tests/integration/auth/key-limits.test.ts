import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '#server/commands/run-command.ts';
import { auditEntry } from '#server/db/schema/index.ts';
import type { CalendarDate } from '#server/kernel/calendar-date.ts';
import { nightsOf } from '#tests/support/nights.ts';
import { addApiKey } from '#tests/support/people/api-keys.ts';
import { createTestClock } from '#tests/support/people/auth.ts';
import { type Page, startPage } from '#tests/support/people/pages.ts';
import { bytesBelow } from '#tests/support/people/secrets.ts';
import { bearer, dataOf, errorOf, mutate, query, withoutRequestId } from '#tests/support/raw.ts';
import { clientOf, failureOf, SUPPLIERS, startWorld, type World } from '#tests/support/world.ts';

const { house: HOUSE = 0, gite: GITE = 0 } = SUPPLIERS;
const clock = createTestClock();
let world: World;
let page: Page;
let date: CalendarDate;
let theirBatch: string;

beforeAll(async () => {
  world = await startWorld({ seed: 'all', clock });
  page = await startPage(world);
  const [own] = await page.api.connections.list.query();
  const suppliers = [{ supplierId: GITE }];
  await page.api.connections.addSuppliers.mutate({ connectionId: own?.id ?? '', suppliers });
  for (const supplierId of [HOUSE, GITE]) await page.api.suppliers.refresh.mutate({ supplierId });
  date = (await nightsOf(world)).take(1).from;
  theirBatch = (await world.api.bulkUpdates.create.mutate(newBatch(GITE, 'shared'))).batchId;
});
afterAll(() => world[Symbol.asyncDispose]());

const span = () => ({ from: date, to: date });
const change = () => ({ accommodationId: 1, ...span(), set: { minStay: 2 } });
const newBatch = (supplierId: number, idempotencyKey: string) => ({
  ...{ supplierId, idempotencyKey, changes: [change()] },
});

/** Every procedure that names a supplier, with an input that is good for one that is in reach. */
const ADDRESSED: Readonly<Record<string, (supplierId: number) => object>> = {
  'suppliers.refresh': (supplierId) => ({ supplierId }),
  'calendar.get': (supplierId) => ({ supplierId, ...span() }),
  'rates.get': (supplierId) => ({ supplierId, accommodationId: 1, ...span() }),
  'rates.details': (supplierId) => ({ supplierId, accommodationId: 1, rateTypeId: 1, date }),
  'rates.set': (supplierId) => ({ ...newBatch(supplierId, 'r'), accommodationId: 1 }),
  'rateTypes.list': (supplierId) => ({ supplierId }),
  'stock.get': (supplierId) => ({ supplierId, accommodationId: 1, ...span() }),
  'stock.set': (supplierId) => ({
    ...{ supplierId, accommodationId: 1, idempotencyKey: 's', days: [{ date, units: 0 }] },
  }),
  'bookings.list': (supplierId) => ({ supplierId }),
  'bulkUpdates.preview': (supplierId) => ({ supplierId, changes: [change()] }),
  'bulkUpdates.create': (supplierId) => newBatch(supplierId, 'shared'),
  'bulkUpdates.list': (supplierId) => ({ supplierId }),
  'settings.get': (supplierId) => ({ supplierId }),
  'settings.update': (supplierId) => ({ supplierId, set: {} }),
};

const ask = (name: string, input: object, key: string) =>
  (/\.(get|list|details)$/.test(name) ? query : mutate)(world.url, name, input, bearer(key));

test.each(Object.entries(ADDRESSED))(
  '%s: a supplier that the key was not given looks like none',
  async (name, inputOf) => {
    const { key } = await addApiKey(world.app, world.tenant, { supplierIds: [HOUSE] });
    const calls = (await world.stub.calls()).length;
    const unknown = await ask(name, inputOf(99_999), key);
    const kept = await ask(name, inputOf(GITE), key);
    expect(kept.status, kept.text).toBe(404);
    expect(withoutRequestId(kept)).toBe(withoutRequestId(unknown));
    const seen = (await world.stub.calls()).slice(calls);
    expect(seen.filter(({ path }) => path.includes('/99999/'))).toEqual([]);
  },
);

test('what names no supplier holds back what the key was not given', async () => {
  const { key } = await addApiKey(world.app, world.tenant, { supplierIds: [HOUSE] });
  const api = clientOf(world.url, key);
  expect((await api.suppliers.list.query()).map(({ id }) => id)).toEqual([HOUSE]);
  const unknown = await ask('bulkUpdates.get', { batchId: crypto.randomUUID() }, key);
  const theirs = await ask('bulkUpdates.get', { batchId: theirBatch }, key);
  expect(theirs.status).toBe(404);
  expect(withoutRequestId(theirs)).toBe(withoutRequestId(unknown));
  const own = await api.bulkUpdates.create.mutate(newBatch(HOUSE, 'shared'));
  expect(own.batchId).not.toBe(theirBatch);
  const { supplierId } = await api.bulkUpdates.get.query(own);
  expect(supplierId).toBe(HOUSE);
});

test('a key may do what its scopes say, and nothing that is for people', async () => {
  const reader = await addApiKey(world.app, world.tenant, { scopes: ['read'] });
  const api = clientOf(world.url, reader.key);
  expect(await api.suppliers.list.query()).toHaveLength(2);
  for (const name of ['rates.set', 'stock.set', 'bulkUpdates.create', 'settings.update']) {
    const answer = await ask(name, ADDRESSED[name]?.(HOUSE) ?? {}, reader.key);
    expect([name, answer.status, errorOf(answer).data.code]).toEqual([name, 403, 'FORBIDDEN']);
  }
  const writer = await addApiKey(world.app, world.tenant, { scopes: ['rates:write'] });
  const read = await ask('calendar.get', { supplierId: HOUSE, ...span() }, writer.key);
  expect(read.status).toBe(403);
  const all = await addApiKey(world.app, world.tenant);
  for (const name of ['apiKeys.list', 'connections.list']) {
    expect((await ask(name, {}, all.key)).status).toBe(403);
  }
});

test('an owner makes a key, sees it once, and ends it: the next request is refused', async () => {
  const created = await page.api.apiKeys.create.mutate({
    ...{ name: 'Site', scopes: ['read', 'read'], supplierIds: [GITE], expiresInDays: 30 },
  });
  expect(created).toEqual({
    ...{ id: expect.any(String), name: 'Site' },
    key: expect.stringMatching(/^opk_[\w-]{43}$/),
  });
  const api = clientOf(world.url, created.key);
  expect((await api.suppliers.list.query()).map(({ id }) => id)).toEqual([GITE]);
  const listed = async () => {
    const keys = await page.api.apiKeys.list.query();
    return keys.find(({ id }) => id === created.id);
  };
  expect(await listed()).toMatchObject({
    ...{ name: 'Site', lastFour: created.key.slice(-4), scopes: ['read'], supplierIds: [GITE] },
    expiresAt: expect.any(String),
    revokedAt: null,
  });
  expect(JSON.stringify(await page.api.apiKeys.list.query())).not.toContain(
    created.key.slice(4, 40),
  );
  await page.api.apiKeys.revoke.mutate({ keyId: created.id });
  const answer = await query(world.url, 'suppliers.list', {}, bearer(created.key));
  expect([answer.status, errorOf(answer).data.code]).toEqual([401, 'UNAUTHORIZED']);
  const revokedAt = (await listed())?.revokedAt;
  expect(revokedAt).toEqual(expect.any(String));
  // Ending it again changes nothing and is told nowhere.
  await page.api.apiKeys.revoke.mutate({ keyId: created.id });
  expect((await listed())?.revokedAt).toBe(revokedAt);
  const rows = await world.app.database.db.select().from(auditEntry);
  const own = rows.filter(({ target }) => target === `apiKey:${created.id}`);
  expect(own.map(({ action, actorId }) => [action, actorId])).toEqual([
    ['apiKey.create', page.userId],
    ['apiKey.revoke', page.userId],
  ]);
  expect(JSON.parse(own[0]?.afterJson ?? '')).toEqual({
    ...{ name: 'Site', scopes: ['read', 'read'], supplierIds: [GITE], expiresInDays: 30 },
  });
  expect(bytesBelow(world.variables.DATA_DIR ?? '')).not.toContain(created.key.slice(4));
});

test('the operator makes and ends a key from the command line', async () => {
  const made = await runCommand(world.app, 'api-key:create', {
    ...{ name: 'By hand', scopes: 'read, settings:read', suppliers: String(GITE) },
    organisation: world.tenant,
  });
  const { id, key } = made.data;
  const api = clientOf(world.url, String(key));
  expect((await api.suppliers.list.query()).map((one) => one.id)).toEqual([GITE]);
  const ended = await runCommand(world.app, 'api-key:revoke', { id, organisation: world.tenant });
  expect(ended).toMatchObject({ ok: true, lines: [`API key ${id} has ended`] });
  expect((await failureOf(api.suppliers.list.query())).data?.httpStatus).toBe(401);
  const unknown = { id: '0199a000-0000-7000-8000-000000000000', organisation: world.tenant };
  const refused = await runCommand(world.app, 'api-key:revoke', unknown);
  expect(refused).toMatchObject({ ok: false, data: { error: { code: 'NOT_FOUND' } } });
});

test('a key ends at its hour', async () => {
  const { key } = await addApiKey(world.app, world.tenant, { expiresInDays: 2 });
  const status = async () => (await query(world.url, 'suppliers.list', {}, bearer(key))).status;
  clock.forward(2 * 86_400_000 - 60_000);
  expect(await status()).toBe(200);
  clock.forward(60_000);
  expect(await status()).toBe(401);
});

test('a key of another organisation looks like none, and stays', async () => {
  const other = await world.organisation('Le Port', {
    supplierId: HOUSE,
    apiKey: world.stub.apiKey,
  });
  const revoked = async (keyId: string) =>
    (await failureOf(page.api.apiKeys.revoke.mutate({ keyId }))).data;
  const unknown = await revoked('0199a000-0000-7000-8000-000000000000');
  expect(unknown?.code).toBe('NOT_FOUND');
  expect(await revoked(other.keyId)).toEqual({ ...unknown, requestId: expect.any(String) });
  expect(await other.api.suppliers.list.query()).toHaveLength(1);
  const keys = await page.api.apiKeys.list.query();
  expect(keys.some(({ id }) => id === other.keyId)).toBe(false);
});

test.each([
  [{ supplierIds: [HOUSE, 12_345] }, 'supplierIds.1', 'unknown_supplier'],
  [{ supplierIds: [] }, 'supplierIds', 'too_small'],
  [{ scopes: [] }, 'scopes', 'too_small'],
  [{ scopes: ['keys:write'] }, 'scopes.0', 'invalid_value'],
  [{ name: 'n'.repeat(300) }, 'name', 'too_big'],
  [{ expiresInDays: 0 }, 'expiresInDays', 'too_small'],
  [{ orgId: 'b' }, 'orgId', 'unknown_key'],
])('%o is a 400 with its field, and no key is made', async (given, path, code) => {
  const before = (await page.api.apiKeys.list.query()).length;
  const base = { name: 'Bad', scopes: ['read'], supplierIds: null, expiresInDays: null };
  const answer = await mutate(world.url, 'apiKeys.create', { ...base, ...given }, page.headers);
  expect(answer.status).toBe(400);
  expect(errorOf(answer).data.fields).toMatchObject([{ path, code }]);
  expect(dataOf(await query(world.url, 'apiKeys.list', {}, page.headers))).toHaveLength(before);
});
