import * as z from 'zod';
import { revokeApiKey } from '#server/domain/api-keys/revoke-api-key.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { revokeApiKeyInput } from '#server/domain/auth/schema.ts';
import { defineCommand, operatorCall } from './command.ts';

/** Ends an API key. */
export const revokeApiKeyCommand = defineCommand({
  name: 'api-key:revoke',
  summary: 'End an API key; it is refused from its next request on',
  options: {
    id: 'id of the key, as the settings and api-key:create --json show it',
    organisation: 'id or name of the organisation (default: the only one)',
  },
  input: z.strictObject({
    id: revokeApiKeyInput.shape.keyId,
    organisation: z.optional(z.string()),
  }),
  async run(context, { id, organisation }) {
    const tenant = await resolveOrganisation(context.database.db, organisation);
    await revokeApiKey(context, operatorCall(tenant), { keyId: id });
    return { ok: true, data: { id }, lines: [`API key ${id} has ended`] };
  },
});
