import type { Database } from '#server/db/client.ts';
import {
  jsonIn,
  maybeNumberIn,
  numberIn,
  type Query,
  readTogether,
  textIn,
} from '#server/db/read.ts';
import type { ApiKeyView } from '#server/domain/auth/schema.ts';
import { authorise, type Call, type TenantId } from '#server/domain/tenancy/actor.ts';
import { isScope } from '#server/domain/tenancy/permissions.ts';
import { isoInstant } from '#server/kernel/clock.ts';

/**
 * The API keys of the caller's organisation, newest first; ended ones too.
 * @throws {DomainError} FORBIDDEN.
 */
export async function listApiKeys(
  { database }: { database: Database },
  call: Call,
): Promise<ApiKeyView[]> {
  const [keys] = await readTogether(database, [apiKeyRows(authorise(call, 'keys:write'))]);
  return keys;
}

function apiKeyRows(tenant: TenantId): Query<ApiKeyView[]> {
  return {
    sql: `SELECT id, name, last_four, scopes_json, coalesce(supplier_ids_json, 'null') AS suppliers,
        created_at, last_used_at, expires_at, revoked_at
      FROM api_key WHERE org_id = ? ORDER BY created_at DESC, id DESC`,
    args: [tenant],
    read: (rows) =>
      rows.map((row) => ({
        id: textIn(row, 'id'),
        name: textIn(row, 'name'),
        lastFour: textIn(row, 'last_four'),
        scopes: jsonIn<string[]>(row, 'scopes_json').filter(isScope),
        supplierIds: jsonIn<number[] | null>(row, 'suppliers'),
        createdAt: isoInstant(numberIn(row, 'created_at')),
        lastUsedAt: wire(maybeNumberIn(row, 'last_used_at')),
        expiresAt: wire(maybeNumberIn(row, 'expires_at')),
        revokedAt: wire(maybeNumberIn(row, 'revoked_at')),
      })),
  };
}

function wire(at: number | null): string | null {
  return at === null ? null : isoInstant(at);
}
