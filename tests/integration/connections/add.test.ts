import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditEntry, connection, supplier } from '#server/db/schema/index.ts';
import { calendarDateOf } from '#server/kernel/calendar-date.ts';
import { type Page, startPage } from '#tests/support/people/pages.ts';
import { bytesBelow, formsOf } from '#tests/support/people/secrets.ts';
import { errorOf, mutate, withoutRequestId } from '#tests/support/raw.ts';
import { eventually, SUPPLIERS, startWorld, type World } from '#tests/support/world.ts';

const { gite: GITE = 0, hotel: HOTEL = 0, campsite: CAMPSITE = 0 } = SUPPLIERS;
const KEY = 'canary/added+key-4711';
const UNKNOWN = '0199a000-0000-7000-8000-000000000000';
let world: World;
let page: Page;

beforeAll(async () => {
  world = await startWorld({ seed: 'all', upstreamTimeoutMs: 10_000 });
  await world.stub.control('POST', 'keys', { key: KEY });
  page = await startPage(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const call = (name: string, input: unknown) =>
  mutate(world.url, `connections.${name}`, input, page.headers);
const stored = async () => {
  const { db } = world.app.database;
  return {
    connections: await db.select().from(connection),
    suppliers: await db.select().from(supplier),
  };
};
const listed = async (id: number) =>
  (await page.api.suppliers.list.query()).find((one) => one.id === id);

test('a key is added with several suppliers, sealed, and each is read at once', async () => {
  const added = await page.api.connections.add.mutate({
    name: 'Open Pro 2',
    apiKey: KEY,
    suppliers: [
      { supplierId: GITE, name: 'Gîte du Morne', timezone: 'America/Guadeloupe' },
      { supplierId: HOTEL },
    ],
  });
  expect(added).toEqual({ connectionId: expect.any(String), supplierIds: [GITE, HOTEL] });
  const connections = await page.api.connections.list.query();
  expect(connections).toMatchObject([
    { name: 'Open Pro' },
    {
      ...{ id: added.connectionId, name: 'Open Pro 2', keyLastFour: '4711', state: 'ok' },
      suppliers: [
        { id: GITE, name: 'Gîte du Morne' },
        { id: HOTEL, name: `Open Pro ${HOTEL}` },
      ],
    },
  ]);
  expect(JSON.stringify(connections)).not.toContain(KEY);
  const read = await eventually('the first read', async () => {
    const one = await listed(GITE);
    return one?.asOf && one.reading === null ? one : null;
  });
  expect(read).toMatchObject({ timezone: 'America/Guadeloupe', stale: false, failure: null });
  const days = { from: calendarDateOf('2027-06-01'), to: calendarDateOf('2027-06-30') };
  const calendar = await page.api.calendar.get.query({ supplierId: GITE, ...days });
  expect(calendar.rates.length).toBeGreaterThan(0);
});

test('what was added is written down, without the key, which is nowhere in clear', async () => {
  const rows = await world.app.database.db.select().from(auditEntry);
  const own = rows.filter(({ actorId }) => actorId === page.userId);
  expect(own.map(({ action, supplierId }) => [action, supplierId])).toEqual([
    ['connection.add', null],
    ['supplier.add', GITE],
    ['supplier.add', HOTEL],
  ]);
  expect(JSON.parse(own[1]?.afterJson ?? '')).toEqual({
    name: 'Gîte du Morne',
    timezone: 'America/Guadeloupe',
  });
  const bytes = bytesBelow(world.variables.DATA_DIR ?? '');
  expect(bytes).toContain('Open Pro 2');
  for (const form of formsOf(KEY)) {
    expect(bytes.includes(form), form).toBe(false);
    expect(world.lines.join('').includes(form), form).toBe(false);
  }
});

test('a supplier that is there already refuses all, and leaves no key behind', async () => {
  const before = await stored();
  const [own] = await page.api.connections.list.query();
  const suppliers = [{ supplierId: CAMPSITE }, { supplierId: GITE }, { supplierId: HOTEL }];
  for (const [name, input] of [
    ['add', { name: 'Again', apiKey: KEY, suppliers }],
    ['addSuppliers', { connectionId: own?.id, suppliers }],
  ] as const) {
    const answer = await call(name, input);
    expect(answer.status).toBe(400);
    const message = 'Added to your organisation before';
    expect(errorOf(answer).data.fields).toEqual([
      { path: 'suppliers.1.supplierId', code: 'already_added', message },
      { path: 'suppliers.2.supplierId', code: 'already_added', message },
    ]);
  }
  expect(await stored()).toEqual(before);
});

test('two who add the same supplier at the same moment: one does, the other is told', async () => {
  const suppliers = [{ supplierId: CAMPSITE }];
  const input = { name: 'Race', apiKey: KEY, suppliers };
  const answers = await Promise.all([call('add', input), call('add', input), call('add', input)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  const { connections, suppliers: rows } = await stored();
  expect(connections.filter(({ name }) => name === 'Race')).toHaveLength(1);
  expect(rows.filter(({ supplierId }) => supplierId === CAMPSITE)).toHaveLength(1);
});

test('a connection of another organisation looks like none', async () => {
  const other = await world.organisation('Le Port', { supplierId: GITE, apiKey: KEY });
  const theirs = await startPage(world, other.tenant);
  const [foreign] = await theirs.api.connections.list.query();
  const suppliers = [{ supplierId: 71_001 }];
  const unknown = await call('addSuppliers', { connectionId: UNKNOWN, suppliers });
  const answer = await call('addSuppliers', { connectionId: foreign?.id, suppliers });
  expect(answer.status).toBe(404);
  expect(withoutRequestId(answer)).toBe(withoutRequestId(unknown));
  expect((await stored()).suppliers.some(({ supplierId }) => supplierId === 71_001)).toBe(false);
  const added = await theirs.api.connections.addSuppliers.mutate({
    connectionId: foreign?.id ?? '',
    suppliers,
  });
  expect(added.supplierIds).toEqual([71_001]);
});

const good = { name: 'Main', apiKey: KEY, suppliers: [{ supplierId: 71_002 }] };
const withSupplier = (extra: object) => ({
  ...good,
  suppliers: [{ supplierId: 71_002, ...extra }],
});

test.each([
  ['a zone that is none', withSupplier({ timezone: 'Europe/Nowhere' }), 'suppliers.0.timezone'],
  ['an offset for a zone', withSupplier({ timezone: '+02:00' }), 'suppliers.0.timezone'],
  ['the supplier 0', withSupplier({ supplierId: 0 }), 'suppliers.0.supplierId'],
  ['an endless name', withSupplier({ name: 'n'.repeat(300) }), 'suppliers.0.name'],
  ['a name of blanks', { ...good, name: '   ' }, 'name'],
  ['a key with blanks in it', { ...good, apiKey: 'canary two words' }, 'apiKey'],
  ['a key with a line break', { ...good, apiKey: 'canary-1234\r\nhost: evil' }, 'apiKey'],
  ['no supplier', { ...good, suppliers: [] }, 'suppliers'],
  ['a supplier twice', { ...good, suppliers: [...good.suppliers, ...good.suppliers] }, 'suppliers'],
  ['somebody else’s organisation', { ...good, orgId: UNKNOWN }, 'orgId'],
  ['a supplier’s tenant', withSupplier({ orgId: UNKNOWN }), 'suppliers.0.orgId'],
])(
  '%s is a 400 with its field, which repeats nothing; nothing is written',
  async (_, input, path) => {
    const before = await stored();
    const answer = await call('add', input);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).data.fields?.map((field) => field.path)).toEqual([path]);
    expect(answer.text).not.toContain('canary');
    expect(await stored()).toEqual(before);
  },
);

test('a first read that upstream refuses says so, in the list of suppliers and of keys', async () => {
  const apiKey = 'nobody-knows-this-key';
  const suppliers = [{ supplierId: 71_003 }];
  await page.api.connections.add.mutate({ name: 'Wrong', apiKey, suppliers });
  const seen = await eventually('the refusal', async () => {
    const one = await listed(71_003);
    return one?.failure && one.reading === null ? one : null;
  });
  expect(seen).toMatchObject({ asOf: null, reading: null, failure: 'key_refused' });
  const connections = await page.api.connections.list.query();
  expect(connections.find(({ name }) => name === 'Wrong')?.state).toBe('credentials_invalid');
});

test('while the first read waits and runs, the list tells how far it is', async () => {
  const other = await world.organisation('Le Phare', { supplierId: 71_004, apiKey: KEY });
  const theirs = await startPage(world, other.tenant);
  const reading = async () => {
    const rows = await theirs.api.suppliers.list.query();
    return rows.find(({ id }) => id === world.supplierId)?.reading ?? null;
  };
  await world.app.runner.stop();
  const [own] = await theirs.api.connections.list.query();
  const suppliers = [{ supplierId: world.supplierId }];
  await theirs.api.connections.addSuppliers.mutate({ connectionId: own?.id ?? '', suppliers });
  expect(await reading()).toEqual({ done: 0, parts: 2 });
  await world.stub.fault({ match: { path: '/hebergements/1/stock' }, fault: { hang: true } });
  world.app.runner.start();
  const last = await eventually('all but one', async () => {
    const now = await reading();
    return now !== null && now.parts > 2 && now.done === now.parts - 2 ? now : null;
  });
  const accommodations = (last.parts - 2) / 2;
  expect(accommodations).toBeGreaterThan(1);
});
