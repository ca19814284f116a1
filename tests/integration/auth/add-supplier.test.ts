import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connection, organization, supplier } from '#server/db/schema/index.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { addSupplier } from '#server/domain/suppliers/add-supplier.ts';
import { createKeyVault } from '#server/openpro/key-vault.ts';
import { createTestDatabase } from '#tests/support/database.ts';

const KEY = 'osk-live-canary-1234';
const vault = createKeyVault([{ kid: 'k1', key: new Uint8Array(32).fill(7) }]);
const clock = { now: () => 1_795_000_000_000 };

async function startWithTwoOrganisations() {
  const database = await createTestDatabase();
  const createdAt = new Date(0);
  const rows = ['a', 'b'].map((id) => ({ id, name: `Organisation ${id}`, createdAt }));
  await database.db.insert(organization).values(rows);
  const a = await resolveOrganisation(database.db, 'a');
  const b = await resolveOrganisation(database.db, 'Organisation b');
  return { ...database, deps: { database, vault, clock }, a, b };
}

const viaNewKey = { connection: { name: 'Main', apiKey: KEY }, supplierId: 90_210 };

test('a supplier comes with its key sealed, which only this place opens', async () => {
  await using setup = await startWithTwoOrganisations();
  const { deps, db, a, directory } = setup;
  const zone = { timezone: 'America/Guadeloupe', name: 'Gîte du Morne' };
  const { connectionId } = await addSupplier(deps, { tenant: a, ...viaNewKey, ...zone });
  const [stored] = await db.select().from(connection);
  expect(stored).toMatchObject({ orgId: 'a', id: connectionId, keyKid: 'k1', keyLastFour: '1234' });
  expect(await vault.open({ tenant: a, connectionId }, stored?.keyJwe ?? '')).toBe(KEY);
  expect(await db.select().from(supplier)).toMatchObject([{ supplierId: 90_210, ...zone }]);
  const bytes = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  expect(bytes.join('')).toContain('America/Guadeloupe');
  expect(bytes.join('')).not.toContain(KEY);
});

test('adding a supplier again is a conflict that leaves no key behind', async () => {
  await using setup = await startWithTwoOrganisations();
  const { deps, db, a } = setup;
  await addSupplier(deps, { tenant: a, ...viaNewKey });
  const again = addSupplier(deps, { tenant: a, ...viaNewKey });
  await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await db.select().from(connection)).toHaveLength(1);
});

test('two organisations hold the same supplier, each with a key of its own', async () => {
  await using setup = await startWithTwoOrganisations();
  const { deps, db, a, b } = setup;
  const first = await addSupplier(deps, { tenant: a, ...viaNewKey });
  await addSupplier(deps, { tenant: b, ...viaNewKey });
  const foreign = { connection: { connectionId: first.connectionId }, supplierId: 1 };
  const borrowing = addSupplier(deps, { tenant: b, ...foreign });
  await expect(borrowing).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await addSupplier(deps, { tenant: a, ...foreign });
  const pairs = await db.select({ org: supplier.orgId, id: supplier.supplierId }).from(supplier);
  expect(pairs).toEqual([
    { org: 'a', id: 1 },
    { org: 'a', id: 90_210 },
    { org: 'b', id: 90_210 },
  ]);
});

test('a zone that is none, a key with blanks and unknown fields are refused', async () => {
  await using setup = await startWithTwoOrganisations();
  const { deps, db, a } = setup;
  for (const bad of [
    { ...viaNewKey, timezone: 'Europe/Nowhere' },
    { ...viaNewKey, timezone: '+02:00' },
    { ...viaNewKey, supplierId: 0 },
    { ...viaNewKey, connection: { name: 'Main', apiKey: 'two words 1234' } },
    { ...viaNewKey, orgId: 'b' },
  ]) {
    await expect(addSupplier(deps, { tenant: a, ...bad })).rejects.toThrow();
  }
  expect(await db.select().from(connection)).toEqual([]);
});
