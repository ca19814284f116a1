import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '#server/commands/run-command.ts';
import { auditEntry, connection, supplier } from '#server/db/schema/index.ts';
import { eventually, SUPPLIERS, startWorld, type World } from '#tests/support/world.ts';

const GITE = String(SUPPLIERS.gite);
let world: World;

beforeAll(async () => {
  world = await startWorld({ seed: 'all' });
});
afterAll(() => world[Symbol.asyncDispose]());

const add = (input: object) => runCommand(world.app, 'supplier:add', input);
const keys = async () => (await world.app.database.db.select().from(connection)).length;

test('the operator adds a supplier, which is then read; who did it is written down', async () => {
  const added = await add({ supplier: GITE, apiKey: ` ${world.stub.apiKey}\n`, name: 'Gîte' });
  expect(added).toEqual({
    ok: true,
    data: { supplierId: Number(GITE), connectionId: expect.any(String) },
    lines: [`Supplier ${GITE} was added`],
  });
  await eventually('the first read', async () => {
    const rows = await world.api.suppliers.list.query();
    return rows.find(({ name, asOf }) => name === 'Gîte' && asOf !== null) ?? null;
  });
  const { db } = world.app.database;
  const entries = (await db.select().from(auditEntry)).slice(-2);
  expect(entries.map(({ action, actorKind }) => [action, actorKind])).toContainEqual([
    'supplier.add',
    'operator',
  ]);
});

test('once more is refused and leaves no key behind', async () => {
  const before = await keys();
  const again = await add({ supplier: GITE, apiKey: world.stub.apiKey });
  expect(again.ok).toBe(false);
  expect(again.lines).toEqual(['suppliers.0.supplierId: already_added']);
  expect(await keys()).toBe(before);
});

test.each([
  ['a key with blanks', { apiKey: 'canary two words' }, /^apiKey: /],
  ['a zone that is none', { timezone: 'Europe/Nowhere' }, /^timezone: /],
  ['a supplier that is no number', { supplier: 'twelve' }, /^supplier: /],
])('%s is refused by its option and not repeated', async (_name, given, line) => {
  const { db } = world.app.database;
  const before = await db.select().from(supplier);
  const refused = await add({ supplier: '71001', apiKey: world.stub.apiKey, ...given });
  expect(refused).toMatchObject({ ok: false, data: { error: { code: 'BAD_REQUEST' } } });
  expect(refused.lines.join('\n')).toMatch(line);
  expect(refused.lines.join('\n')).not.toContain('canary');
  expect(await db.select().from(supplier)).toEqual(before);
});
