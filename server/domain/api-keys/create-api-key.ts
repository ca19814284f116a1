import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { apiKey } from '#server/db/schema/auth.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { apiKeyDigest, newApiKey } from '#server/domain/auth/key-digest.ts';
import {
  type CreateApiKeyInput,
  type CreatedApiKey,
  createApiKeyInput,
} from '#server/domain/auth/schema.ts';
import { supplierRows } from '#server/domain/suppliers/data.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest } from '#server/kernel/errors.ts';
import { newId } from '#server/kernel/ids.ts';

const DAY_MS = 86_400_000;

/**
 * Makes an API key of the caller's organisation. Only its digest and its last four characters are
 * kept.
 * @throws {DomainError} FORBIDDEN, BAD_REQUEST (a supplier that is not the organisation's).
 */
export async function createApiKey(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  input: CreateApiKeyInput,
): Promise<CreatedApiKey> {
  authorise(call, 'keys:write');
  const { name, scopes, supplierIds, expiresInDays } = createApiKeyInput.parse(input);
  const { tenant } = call.actor;
  const [suppliers] = await readTogether(database, [supplierRows(tenant)]);
  const own = new Set(suppliers.map(({ supplierId }) => supplierId));
  const foreign = (supplierIds ?? []).flatMap((id, i) =>
    own.has(id) ? [] : [{ path: `supplierIds.${i}`, code: 'unknown_supplier' as const }],
  );
  if (foreign.length > 0) throw badRequest(foreign);
  const key = newApiKey();
  const id = newId();
  const now = clock.now();
  const expiresAt = expiresInDays === null ? null : new Date(now + expiresInDays * DAY_MS);
  await database.batch([
    database.db.insert(apiKey).values({
      ...{ id, orgId: tenant, name, expiresAt },
      sha256: digestOf(key),
      lastFour: key.slice(-4),
      scopesJson: JSON.stringify([...new Set(scopes)]),
      supplierIdsJson: supplierIds === null ? null : JSON.stringify([...new Set(supplierIds)]),
      createdBy: call.actor.kind === 'user' ? call.actor.id : null,
      createdAt: new Date(now),
    }),
    auditRecord({ database, clock }, call, {
      action: 'apiKey.create',
      target: `apiKey:${id}`,
      after: { name, scopes, supplierIds, expiresInDays },
    }),
  ]);
  return { id, name, key };
}

function digestOf(key: string): string {
  const digest = apiKeyDigest(key);
  if (digest === null) throw new TypeError('A new API key has the wrong form');
  return digest;
}
