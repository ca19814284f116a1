import * as z from 'zod';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { displayName } from '#server/domain/auth/schema.ts';
import { addConnection } from '#server/domain/suppliers/add-suppliers.ts';
import { timezone, upstreamKey } from '#server/domain/suppliers/schema.ts';
import { defineCommand, operatorCall } from './command.ts';

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
    apiKey: upstreamKey,
    name: z.optional(displayName),
    timezone: z.optional(timezone),
    organisation: z.optional(z.string()),
  }),
  async run(context, { supplier, apiKey, organisation, ...shown }) {
    const tenant = await resolveOrganisation(context.database.db, organisation);
    // A running app finds the work at its next look; without one there is nobody to wake.
    const jobs = { ...context.jobs, wake: () => {} };
    const { connectionId } = await addConnection({ ...context, jobs }, operatorCall(tenant), {
      name: shown.name ?? `Open Pro ${supplier}`,
      apiKey,
      suppliers: [{ supplierId: supplier, ...shown }],
    });
    const data = { supplierId: supplier, connectionId };
    return { ok: true, data, lines: [`Supplier ${supplier} was added`] };
  },
});
