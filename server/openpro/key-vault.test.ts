import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { CompactEncrypt, decodeProtectedHeader } from 'jose';
import { expect, test } from 'vitest';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { createKeyVault } from './key-vault.ts';

const tenant = (id: string) => id as TenantId;
const place = { tenant: tenant('org-a'), connectionId: 'c1' };
const keyNamed = (kid: string) => ({ kid, key: new Uint8Array(randomBytes(32)) });
const k1 = keyNamed('k1');
const vault = createKeyVault([k1]);

test('what is sealed opens in its place and shows nothing outside', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, unit: 'grapheme' }), async (key) => {
      const { jwe, kid } = await vault.seal(place, key);
      expect(kid).toBe('k1');
      expect(await vault.open(place, jwe)).toBe(key);
    }),
    { numRuns: 50 },
  );
  const first = await vault.seal(place, 'osk-canary');
  const second = await vault.seal(place, 'osk-canary');
  expect(first.jwe).not.toBe(second.jwe);
  const readable = Buffer.from(first.jwe, 'base64url').toString('latin1') + first.jwe;
  expect(readable).not.toContain('osk-canary');
});

test('a change of any part refuses to open', async () => {
  const { jwe } = await vault.seal(place, 'osk-canary');
  for (let i = 0; i < jwe.length; i++) {
    const bytes = Buffer.from(jwe);
    bytes[i] = (bytes[i] ?? 0) ^ 1;
    const changed = bytes.toString();
    const parts = (text: string) => text.split('.').map((part) => Buffer.from(part, 'base64url'));
    // The last character of a part may carry unused bits: a change there is no change.
    if (parts(changed).join() === parts(jwe).join() && changed.split('.').length === 5) continue;
    await expect(vault.open(place, changed), `character ${i}`).rejects.toMatchObject({
      name: 'KeyVaultError',
    });
  }
});

test('a key of another organisation or connection does not open', async () => {
  const { jwe } = await vault.seal(place, 'osk-canary');
  for (const other of [
    { ...place, tenant: tenant('org-b') },
    { ...place, connectionId: 'c2' },
    { tenant: place.tenant, purpose: 'erasure-key' as const },
  ]) {
    await expect(vault.open(other, jwe)).rejects.toMatchObject({ code: 'wrong_context' });
  }
});

test('the first key seals, earlier ones still open, unknown ones do not', async () => {
  const { jwe } = await vault.seal(place, 'osk-canary');
  const rotated = createKeyVault([keyNamed('k2'), k1]);
  expect(await rotated.open(place, jwe)).toBe('osk-canary');
  expect((await rotated.seal(place, 'x')).kid).toBe('k2');
  expect(rotated.currentKid).toBe('k2');
  const without = createKeyVault([keyNamed('k2')]);
  await expect(without.open(place, jwe)).rejects.toMatchObject({ code: 'unknown_kid' });
  const sameName = createKeyVault([keyNamed('k1')]);
  await expect(sameName.open(place, jwe)).rejects.toMatchObject({ code: 'damaged' });
});

test('a value sealed with another algorithm does not open', async () => {
  const { jwe } = await vault.seal(place, 'osk-canary');
  const header = decodeProtectedHeader(jwe);
  const ctx = header.ctx;
  for (const [alg, enc] of [
    ['dir', 'A256GCM'],
    ['A256KW', 'A256GCM'],
    ['A256GCMKW', 'A256CBC-HS512'],
  ] as const) {
    const swapped = await new CompactEncrypt(new TextEncoder().encode('osk-canary'))
      .setProtectedHeader({ alg, enc, kid: 'k1', ctx })
      .encrypt(k1.key);
    await expect(vault.open(place, swapped), `${alg} ${enc}`).rejects.toMatchObject({
      code: 'damaged',
    });
  }
});
