import { CompactEncrypt, type CompactJWEHeaderParameters, compactDecrypt } from 'jose';
import type { KeyPlace, KeyVault } from '#server/domain/suppliers/ports.ts';
import type { EncryptionKey } from '#server/env-values.ts';

const WRAPPING = 'A256GCMKW';
const CONTENT = 'A256GCM';

/** Why a sealed key could not be opened; carries nothing of the key. */
export class KeyVaultError extends Error {
  readonly code: 'unknown_kid' | 'damaged' | 'wrong_context';

  constructor(code: KeyVaultError['code'], cause?: unknown) {
    super(`The sealed key cannot be opened: ${code}`, { cause });
    this.name = 'KeyVaultError';
    this.code = code;
  }
}

/**
 * Seals keys as JWE: a fresh key for each value, wrapped by the first of `keys`, with the
 * place authenticated in the header. All of `keys` open, so that a key can be rotated out.
 */
export function createKeyVault(keys: readonly EncryptionKey[]): KeyVault {
  const [current] = keys;
  if (current === undefined) throw new TypeError('A key vault needs an encryption key');
  const byKid = new Map(keys.map(({ kid, key }) => [kid, key]));
  return {
    currentKid: current.kid,
    async seal(place, key) {
      const header: CompactJWEHeaderParameters = { alg: WRAPPING, enc: CONTENT };
      const jwe = await new CompactEncrypt(new TextEncoder().encode(key))
        .setProtectedHeader({ ...header, kid: current.kid, ctx: contextOf(place) })
        .encrypt(current.key);
      return { jwe, kid: current.kid };
    },
    async open(place, jwe) {
      const { plaintext, protectedHeader } = await decrypt(jwe, byKid);
      if (protectedHeader.ctx !== contextOf(place)) throw new KeyVaultError('wrong_context');
      return new TextDecoder().decode(plaintext);
    },
  };
}

async function decrypt(jwe: string, byKid: ReadonlyMap<string, Uint8Array>) {
  const keyOf = (header: { kid?: string }) => {
    const key = byKid.get(header.kid ?? '');
    if (key === undefined) throw new KeyVaultError('unknown_kid');
    return key;
  };
  try {
    return await compactDecrypt(jwe, keyOf, {
      keyManagementAlgorithms: [WRAPPING],
      contentEncryptionAlgorithms: [CONTENT],
    });
  } catch (error) {
    throw error instanceof KeyVaultError ? error : new KeyVaultError('damaged', error);
  }
}

function contextOf(place: KeyPlace): string {
  return 'connectionId' in place
    ? `${place.tenant}|${place.connectionId}|upstream-key`
    : `${place.tenant}||${place.purpose}`;
}
