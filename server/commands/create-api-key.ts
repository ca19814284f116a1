import * as z from 'zod';
import { createApiKey } from '#server/domain/auth/create-api-key.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { displayName } from '#server/domain/auth/schema.ts';
import { defineCommand } from './command.ts';

/** Makes an API key for another program. */
export const createApiKeyCommand = defineCommand({
  name: 'api-key:create',
  summary: 'Make an API key for another program; it is shown once',
  options: {
    name: 'what the key is for',
    organisation: 'id or name of the organisation (default: the only one)',
  },
  input: z.strictObject({ name: displayName, organisation: z.optional(z.string()) }),
  async run({ database, clock }, { name, organisation }) {
    const tenant = await resolveOrganisation(database.db, organisation);
    const created = await createApiKey({ db: database.db, clock }, { tenant, name });
    return { ok: true, data: { ...created }, lines: [`API key (shown this once): ${created.key}`] };
  },
});
