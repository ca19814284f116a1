import { operatorCall } from '#server/commands/command.ts';
import type { Database } from '#server/db/client.ts';
import { createApiKey } from '#server/domain/api-keys/create-api-key.ts';
import type { CreateApiKeyInput, CreatedApiKey } from '#server/domain/auth/schema.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { SCOPES } from '#server/domain/tenancy/permissions.ts';
import type { Clock } from '#server/kernel/clock.ts';

/** An API key of an organisation that may do everything a key can, unless told otherwise. */
export function addApiKey(
  deps: { readonly database: Database; readonly clock: Clock },
  tenant: TenantId,
  given: Partial<CreateApiKeyInput> = {},
): Promise<CreatedApiKey> {
  return createApiKey(deps, operatorCall(tenant), {
    name: 'Tests',
    scopes: [...SCOPES],
    supplierIds: null,
    expiresInDays: null,
    ...given,
  });
}
