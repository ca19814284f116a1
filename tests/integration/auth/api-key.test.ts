import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { operatorCall } from '#server/commands/command.ts';
import { apiKey } from '#server/db/schema/auth.ts';
import { revokeApiKey } from '#server/domain/api-keys/revoke-api-key.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { SCOPES } from '#server/domain/tenancy/permissions.ts';
import { addApiKey } from '#tests/support/people/api-keys.ts';
import { PASSWORD, startAuth } from '#tests/support/people/auth.ts';

const bearer = (key: string, cookie?: string) =>
  new Headers({ authorization: `Bearer ${key}`, ...(cookie === undefined ? {} : { cookie }) });

const NOBODY = { person: null, actor: null };

async function startWithKey() {
  const service = await startAuth();
  const { db } = service.database;
  const { organisationId } = await service.addUser('anne@example.fr', 'Les Glycines');
  const tenant = await resolveOrganisation(db, organisationId);
  const created = await addApiKey(service, tenant, { name: 'Site' });
  return { ...service, tenant, created };
}

test('a key is its organisation', async () => {
  await using service = await startWithKey();
  const { created, tenant } = service;
  expect(created.key).toMatch(/^opk_[A-Za-z0-9_-]{43}$/);
  const { actor, person } = await service.resolveActor(bearer(created.key));
  const { id } = created;
  expect(actor).toEqual({
    ...{ kind: 'apiKey', id, name: 'Site', tenant, supplierIds: null },
    scopes: [...SCOPES],
  });
  expect(person).toBeNull();
});

test('a key of one organisation is never another, and cannot be revoked from there', async () => {
  await using service = await startWithKey();
  const { db } = service.database;
  const { organisationId } = await service.addUser('bob@example.fr', 'Le Port');
  const other = await resolveOrganisation(db, organisationId);
  const { key } = await addApiKey(service, other);
  expect((await service.resolveActor(bearer(key))).actor?.tenant).toBe(other);
  expect((await service.resolveActor(bearer(service.created.key))).actor?.tenant).toBe(
    service.tenant,
  );
  const revoking = revokeApiKey(service, operatorCall(other), { keyId: service.created.id });
  await expect(revoking).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await service.resolveActor(bearer(service.created.key))).actor).not.toBeNull();
});

test('a header that names no good key is nobody, even beside a good cookie', async () => {
  await using service = await startWithKey();
  const { key } = service.created;
  const { cookie } = await service.signIn('anne@example.fr');
  expect((await service.resolveActor(new Headers({ cookie }))).actor).not.toBeNull();
  await revokeApiKey(service, operatorCall(service.tenant), { keyId: service.created.id });
  for (const text of [key, `${key}x`, key.slice(0, -1), 'opk_', '', `opk_${'A'.repeat(43)}`]) {
    expect(await service.resolveActor(bearer(text, cookie)), text).toEqual(NOBODY);
  }
  for (const authorization of [key, `Basic ${key}`, `Bearer ${key} ${key}`, 'Bearer', '']) {
    const headers = new Headers({ authorization, cookie });
    expect(await service.resolveActor(headers), authorization).toEqual(NOBODY);
  }
});

test('the last use is noted after the answer, once a minute at most', async () => {
  await using service = await startWithKey();
  const used = async () => {
    await service.resolveActor(bearer(service.created.key));
    await Promise.all(service.deferred);
    return (await service.database.db.select().from(apiKey))[0]?.lastUsedAt?.getTime();
  };
  const first = await used();
  expect(first).toBeGreaterThan(0);
  service.clock.forward(30_000);
  expect(await used()).toBe(first);
  service.clock.forward(31_000);
  expect(await used()).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY);
  expect(service.deferred).toHaveLength(2);
});

test('neither the database nor the log ever holds a key, a password or a session', async () => {
  await using service = await startWithKey();
  const { key } = service.created;
  const { cookie } = await service.signIn('anne@example.fr');
  await service.signIn('anne@example.fr', 'a wrong password canary');
  await service.resolveActor(bearer(key));
  const stored = bytesBelow(service.database.directory);
  expect(stored).toContain('Les Glycines');
  const said = service.lines.join('');
  expect(said).toContain('Invalid password');
  for (const secret of [key, key.slice(4, 40), PASSWORD, 'a wrong password canary', cookie]) {
    expect(stored.includes(secret), secret).toBe(false);
    expect(said.includes(secret), secret).toBe(false);
  }
});

function bytesBelow(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('');
}
