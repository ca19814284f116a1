import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import { connectionRows, supplierRows } from './data.ts';
import type { ConnectionView } from './schema.ts';

/**
 * The organisation's upstream keys, as far as they may be shown, with the suppliers each serves.
 * @throws {DomainError} FORBIDDEN.
 */
export async function listConnections(
  { database }: { database: Database },
  call: Call,
): Promise<ConnectionView[]> {
  const tenant = authorise(call, 'connections:write');
  const [connections, suppliers] = await readTogether(database, [
    connectionRows(tenant),
    supplierRows(tenant),
  ]);
  return connections.map(({ createdAt, ...shown }) => ({
    ...shown,
    createdAt: isoInstant(createdAt),
    suppliers: suppliers
      .filter(({ connectionId }) => connectionId === shown.id)
      .map(({ supplierId, name }) => ({ id: supplierId, name })),
  }));
}
