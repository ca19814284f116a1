import type { Db } from '#server/db/client.ts';
import { apiKey } from '#server/db/schema/auth.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { newId } from '#server/kernel/ids.ts';
import { apiKeyDigest, newApiKey } from './key-digest.ts';
import { type CreateApiKeyInput, createApiKeyInput } from './schema.ts';

export interface CreatedApiKey {
  readonly id: string;
  readonly name: string;
  /** The key itself: shown once, never stored. */
  readonly key: string;
}

/** Makes an API key of an organisation. Only its digest and its last four characters are kept. */
export async function createApiKey(
  { db, clock }: { db: Db; clock: Clock },
  { tenant, ...input }: CreateApiKeyInput & { tenant: TenantId },
): Promise<CreatedApiKey> {
  const { name } = createApiKeyInput.parse(input);
  const key = newApiKey();
  const id = newId();
  await db.insert(apiKey).values({
    id,
    orgId: tenant,
    name,
    sha256: digestOf(key),
    lastFour: key.slice(-4),
    createdAt: new Date(clock.now()),
  });
  return { id, name, key };
}

function digestOf(key: string): string {
  const digest = apiKeyDigest(key);
  if (digest === null) throw new TypeError('A new API key has the wrong form');
  return digest;
}
