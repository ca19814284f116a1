import * as z from 'zod';
import { createApiKey } from '#server/domain/api-keys/create-api-key.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { displayName } from '#server/domain/auth/schema.ts';
import { isScope, SCOPES } from '#server/domain/tenancy/permissions.ts';
import { defineCommand, operatorCall } from './command.ts';

const words = z.string().transform((text) => text.split(',').map((word) => word.trim()));
const numbers = words.transform((list) => list.map(Number));

/** Makes an API key for another program. */
export const createApiKeyCommand = defineCommand({
  name: 'api-key:create',
  summary: 'Make an API key for another program; it is shown once',
  options: {
    name: 'what the key is for',
    scopes: `comma list of what it may do (default: all of ${SCOPES.join(', ')})`,
    suppliers: 'comma list of the supplier ids it may reach (default: all)',
    'expires-in-days': 'days until it ends (default: never)',
    organisation: 'id or name of the organisation (default: the only one)',
  },
  input: z.strictObject({
    name: displayName,
    scopes: z.optional(words.refine((list) => list.every(isScope), 'unknown scope')),
    suppliers: z.optional(numbers.pipe(z.array(z.int().positive()))),
    'expires-in-days': z.optional(z.coerce.number().int().positive()),
    organisation: z.optional(z.string()),
  }),
  async run(context, { name, scopes, suppliers, organisation, ...rest }) {
    const tenant = await resolveOrganisation(context.database.db, organisation);
    const created = await createApiKey(context, operatorCall(tenant), {
      name,
      scopes: scopes?.filter(isScope) ?? [...SCOPES],
      supplierIds: suppliers ?? null,
      expiresInDays: rest['expires-in-days'] ?? null,
    });
    return { ok: true, data: { ...created }, lines: [`API key (shown this once): ${created.key}`] };
  },
});
