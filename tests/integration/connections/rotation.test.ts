import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { decodeProtectedHeader } from 'jose';
import { expect, test } from 'vitest';
import { operatorCall } from '#server/commands/command.ts';
import { runCommand } from '#server/commands/run-command.ts';
import { auditEntry, connection, organization } from '#server/db/schema/index.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import type { KeyVault } from '#server/domain/suppliers/ports.ts';
import { rotateSecrets } from '#server/domain/suppliers/rotate-secrets.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { createKeyVault } from '#server/openpro/key-vault.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { nightsOf } from '#tests/support/nights.ts';
import { bytesBelow, formsOf } from '#tests/support/people/secrets.ts';
import { settled, startWorld } from '#tests/support/world.ts';

const KEY = 'canary/rotated+key-0007';
const keyNamed = (kid: string) => ({ kid, key: new Uint8Array(randomBytes(32)) });
const [old, now] = [keyNamed('old'), keyNamed('now')];
const before = createKeyVault([old]);
const during = createKeyVault([now, old]);
const after = createKeyVault([now]);
const clock = { now: () => Date.now() };

/** Organisations a and b, with some connections each whose keys are sealed by the old key. */
async function startSealed(counts: { a: number; b: number }) {
  const database = await createTestDatabase();
  const { db } = database;
  const createdAt = new Date(0);
  const names = ['a', 'b'] as const;
  await db.insert(organization).values(names.map((id) => ({ id, name: `Org ${id}`, createdAt })));
  const [a, b] = await Promise.all(names.map((id) => resolveOrganisation(db, id)));
  if (a === undefined || b === undefined) throw new Error('No organisation');
  for (const [tenant, count] of [
    [a, counts.a],
    [b, counts.b],
  ] as const) {
    for (let i = 0; i < count; i++) await addSealed(database, tenant, `c${1000 + i}`);
  }
  return { ...database, database, a, b };
}

async function addSealed({ db }: TestDatabase, tenant: TenantId, id: string, vault = before) {
  const { jwe, kid } = await vault.seal({ tenant, connectionId: id }, `${KEY}-${id}`);
  const row = { orgId: tenant, id, name: id, keyJwe: jwe, keyKid: kid };
  await db.insert(connection).values({ ...row, keyLastFour: id.slice(-4), createdAt: 1 });
  return jwe;
}

const rotate = (database: TestDatabase, vault: KeyVault = during) =>
  rotateSecrets({ database, vault, clock }, operatorCall);

const kids = async ({ db }: TestDatabase) => {
  const rows = await db.select({ kid: connection.keyKid }).from(connection);
  const found: Record<string, number> = {};
  for (const { kid } of rows) found[kid] = (found[kid] ?? 0) + 1;
  return found;
};

const entries = async ({ db }: TestDatabase) => {
  const rows = await db.select().from(auditEntry).orderBy(auditEntry.id);
  return rows.map(({ orgId, action, afterJson }) => [orgId, action, JSON.parse(afterJson ?? '')]);
};

test('every key is sealed anew in batches and opens with the new key alone', async () => {
  await using sealed = await startSealed({ a: 120, b: 3 });
  const { database, db, a } = sealed;
  expect(await rotate(database)).toEqual({ resealed: 123, unopened: 0 });
  expect(await kids(database)).toEqual({ now: 123 });
  for (const { orgId, id, keyJwe } of await db.select().from(connection)) {
    const tenant = orgId as TenantId;
    expect(decodeProtectedHeader(keyJwe).kid).toBe('now');
    expect(await after.open({ tenant, connectionId: id }, keyJwe)).toBe(`${KEY}-${id}`);
  }
  const counted = (connections: number) => ({ connections, erasureKeys: 0 });
  expect(await entries(database)).toEqual([
    ['a', 'secrets.rotate', counted(50)],
    ['a', 'secrets.rotate', counted(50)],
    ['a', 'secrets.rotate', counted(20)],
    ['b', 'secrets.rotate', counted(3)],
  ]);
  expect(await rotate(database)).toEqual({ resealed: 0, unopened: 0 });
  expect(await entries(database)).toHaveLength(4);
  const [one] = await db.select().from(connection).where(eq(connection.orgId, a));
  await expect(
    before.open({ tenant: a, connectionId: 'c1000' }, one?.keyJwe ?? ''),
  ).rejects.toThrow();
  const bytes = bytesBelow(sealed.directory);
  for (const form of formsOf(KEY)) expect(bytes.includes(form), form).toBe(false);
});

test('one that was cut off goes on where it stopped', async () => {
  await using sealed = await startSealed({ a: 70, b: 0 });
  const { database } = sealed;
  let batches = 0;
  const cut: TestDatabase = {
    ...database,
    batch: (statements) => {
      batches += 1;
      return batches === 2 ? Promise.reject(new Error('power cut')) : database.batch(statements);
    },
  };
  await expect(rotate(cut)).rejects.toThrow('power cut');
  expect(await kids(database)).toEqual({ now: 50, old: 20 });
  expect(await rotate(database)).toEqual({ resealed: 20, unopened: 0 });
  expect(await kids(database)).toEqual({ now: 70 });
});

test('a key that is replaced meanwhile is not overwritten, and not counted', async () => {
  await using sealed = await startSealed({ a: 5, b: 0 });
  const { database, db, a } = sealed;
  const place = { tenant: a, connectionId: 'c1002' };
  const fresh = await after.seal(place, 'a-brand-new-key');
  const racing: KeyVault = {
    ...during,
    async open(where, jwe) {
      if ('connectionId' in where && where.connectionId === 'c1002') {
        const own = and(eq(connection.orgId, a), eq(connection.id, 'c1002'));
        await db.update(connection).set({ keyJwe: fresh.jwe, keyKid: 'now' }).where(own);
      }
      return during.open(where, jwe);
    },
  };
  expect(await rotate(database, racing)).toEqual({ resealed: 4, unopened: 0 });
  expect(await kids(database)).toEqual({ now: 5 });
  const [row] = await db.select().from(connection).where(eq(connection.id, 'c1002'));
  expect(row?.keyJwe).toBe(fresh.jwe);
  expect(await entries(database)).toEqual([
    ['a', 'secrets.rotate', { connections: 4, erasureKeys: 0 }],
  ]);
});

test('what no key at hand opens, or what stands in another’s place, is left and told', async () => {
  await using sealed = await startSealed({ a: 2, b: 1 });
  const { database, db, a, b } = sealed;
  const lost = await addSealed(database, a, 'c2000', createKeyVault([keyNamed('lost')]));
  const [theirs] = await db.select().from(connection).where(eq(connection.orgId, b));
  const moved = { keyJwe: theirs?.keyJwe ?? '' };
  await db.update(connection).set(moved).where(eq(connection.id, 'c1001'));
  expect(await rotate(database)).toEqual({ resealed: 2, unopened: 2 });
  const left = await db.select().from(connection).where(eq(connection.orgId, a));
  expect(left.map(({ id, keyKid, keyJwe }) => [id, keyKid, keyJwe]).slice(1)).toEqual([
    ['c1001', 'old', moved.keyJwe],
    ['c2000', 'lost', lost],
  ]);
});

test('the keys of erased bookings are sealed anew too', async () => {
  await using sealed = await startSealed({ a: 1, b: 0 });
  const { database, db, a } = sealed;
  const place = { tenant: a, purpose: 'erasure-key' } as const;
  const { jwe, kid } = await before.seal(place, KEY);
  const own = eq(organization.id, a);
  await db.update(organization).set({ erasureKeyJwe: jwe, erasureKeyKid: kid }).where(own);
  expect(await rotate(database)).toEqual({ resealed: 2, unopened: 0 });
  const [row] = await db.select().from(organization).where(own);
  expect(row?.erasureKeyKid).toBe('now');
  expect(await after.open(place, row?.erasureKeyJwe ?? '')).toBe(KEY);
  await expect(
    after.open({ tenant: a, connectionId: 'c1000' }, row?.erasureKeyJwe ?? ''),
  ).rejects.toMatchObject({ code: 'wrong_context' });
  expect(await entries(database)).toEqual([
    ['a', 'secrets.rotate', { connections: 1, erasureKeys: 1 }],
  ]);
});

test('pushes go on while the operator rotates, and the doctor tells what is left', async () => {
  await using world = await startWorld();
  const { api, supplierId, variables } = world;
  await api.suppliers.refresh.mutate({ supplierId });
  const doctor = async () => (await runCommand(world.app, 'doctor', {})).lines.join('\n');
  // The upstream key, and the one of the erasures that a read of bookings makes.
  expect(await doctor()).toContain('ok     sealed keys: 2 under k1');
  const both = `k2:${randomBytes(32).toString('base64')},${variables.ENCRYPTION_KEYS}`;
  await world.restart({ ENCRYPTION_KEYS: both });
  expect(await doctor()).toContain('0 under k2, 2 under older keys: run secrets:rotate');
  const { take } = await nightsOf(world);
  const push = async (accommodationId: number) => {
    const { from, to } = take(2);
    const changes = [{ accommodationId, rateTypeId: 2001, from, to, set: { priceCents: 12_300 } }];
    const input = { supplierId, idempotencyKey: `${accommodationId}-${from}`, changes };
    return (await api.bulkUpdates.create.mutate(input)).batchId;
  };
  const first = await Promise.all([push(1), push(2), push(1)]);
  const rotating = runCommand(world.app, 'secrets:rotate', {});
  const second = await Promise.all([push(2), push(1), push(2)]);
  expect(await rotating).toEqual({
    ok: true,
    data: { kid: 'k2', resealed: 2, unopened: 0 },
    lines: ['2 keys sealed again under k2'],
  });
  for (const batchId of [...first, ...second])
    expect((await settled(api, batchId)).state).toBe('done');
  await world.restart({ ENCRYPTION_KEYS: both.split(',')[0] ?? '' });
  expect(await doctor()).toContain('ok     sealed keys: 2 under k2');
  const { warnings } = await api.suppliers.refresh.mutate({ supplierId });
  expect(warnings).toEqual([]);
});

test('a key whose encryption key was thrown away too early opens nothing and tells nothing', async () => {
  await using world = await startWorld();
  const { api, supplierId } = world;
  await api.suppliers.refresh.mutate({ supplierId });
  await world.restart({ ENCRYPTION_KEYS: `k2:${randomBytes(32).toString('base64')}` });
  const doctor = await runCommand(world.app, 'doctor', {});
  expect(doctor.ok).toBe(false);
  expect(doctor.lines.join('\n')).toContain('2 under keys that ENCRYPTION_KEYS lacks');
  const rotated = await runCommand(world.app, 'secrets:rotate', {});
  expect(rotated).toMatchObject({ ok: false, data: { resealed: 0, unopened: 2 } });
  const calls = (await world.stub.calls()).length;
  const [connectionRow] = await world.app.database.db.select().from(connection);
  const opening = world.app.gateway.open(world.tenant, supplierId, 'test');
  await expect(opening).rejects.toMatchObject({ code: 'unknown_kid' });
  expect((await world.stub.calls()).length).toBe(calls);
  expect(world.lines.join('')).not.toContain(connectionRow?.keyJwe.slice(0, 60));
});
