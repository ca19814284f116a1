import * as z from 'zod';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { displayName } from '#server/domain/auth/schema.ts';
import { addSupplier } from '#server/domain/suppliers/add-supplier.ts';
import { defineCommand } from './command.ts';

/** Adds a supplier under a new upstream key. */
export const addSupplierCommand = defineCommand({
  name: 'supplier:add',
  summary: 'Add a supplier of Open Pro under a new API key, which is stored sealed',
  options: {
    supplier: 'the supplier id',
    'key-env': 'environment variable that holds the API key (default: standard input)',
    name: 'name shown for the supplier',
    timezone: 'zone of its dates (default: Europe/Paris)',
    organisation: 'id or name of the organisation (default: the only one)',
  },
  secret: { field: 'apiKey', fromEnv: 'key-env', optional: false },
  input: z.strictObject({
    supplier: z.coerce.number().int().positive(),
    apiKey: z.string(),
    name: z.optional(displayName),
    timezone: z.optional(z.string()),
    organisation: z.optional(z.string()),
  }),
  async run(context, { supplier, apiKey, name, timezone, organisation }) {
    const tenant = await resolveOrganisation(context.database.db, organisation);
    const added = await addSupplier(context, {
      tenant,
      supplierId: supplier,
      connection: { name: name ?? `Open Pro ${supplier}`, apiKey },
      ...(name === undefined ? {} : { name }),
      ...(timezone === undefined ? {} : { timezone }),
    });
    return { ok: true, data: added, lines: [`Supplier ${supplier} was added`] };
  },
});
