import type { Database, Statement } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { connection } from '#server/db/schema/suppliers.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest, notFound } from '#server/kernel/errors.ts';
import { newId } from '#server/kernel/ids.ts';
import { connectionRows, supplierRows } from './data.ts';
import type { JobQueue } from './jobs.ts';
import type { KeyVault } from './ports.ts';
import type {
  AddedSuppliers,
  ConnectionAdd,
  ConnectionAddSuppliers,
  NewSupplier,
} from './schema.ts';
import { supplierWrites } from './supplier-writes.ts';

export interface AddSuppliersDeps {
  readonly database: Database;
  readonly vault: KeyVault;
  readonly clock: Clock;
  readonly jobs: JobQueue;
}

/**
 * Stores an upstream key sealed, with the suppliers it serves; each is read for the first time as
 * soon as a job is free. All of it or nothing.
 * @throws {DomainError} FORBIDDEN, BAD_REQUEST (a supplier that is there already).
 */
export async function addConnection(
  deps: AddSuppliersDeps,
  call: Call,
  { name, apiKey, suppliers }: ConnectionAdd,
): Promise<AddedSuppliers> {
  const { database, vault, clock } = deps;
  const tenant = authorise(call, 'connections:write');
  const connectionId = newId();
  const { jwe, kid } = await vault.seal({ tenant, connectionId }, apiKey);
  return addAll(deps, call, { connectionId, suppliers }, [
    database.db.insert(connection).values({
      ...{ orgId: tenant, id: connectionId, name, keyJwe: jwe, keyKid: kid },
      keyLastFour: apiKey.slice(-4),
      createdAt: clock.now(),
    }),
    auditRecord(deps, call, {
      ...{ action: 'connection.add', target: `connection:${connectionId}`, after: { name } },
    }),
  ]);
}

/**
 * Adds suppliers that a key of the organisation serves. All of them or none.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (connection), BAD_REQUEST (a supplier that is there
 *   already).
 */
export async function addSuppliers(
  deps: Omit<AddSuppliersDeps, 'vault'>,
  call: Call,
  input: ConnectionAddSuppliers,
): Promise<AddedSuppliers> {
  const tenant = authorise(call, 'connections:write');
  const [found] = await readTogether(deps.database, [connectionRows(tenant, input.connectionId)]);
  if (found.length === 0) throw notFound();
  return addAll(deps, call, input, []);
}

async function addAll(
  deps: Omit<AddSuppliersDeps, 'vault'>,
  call: Call,
  { connectionId, suppliers }: ConnectionAddSuppliers,
  before: readonly Statement[],
): Promise<AddedSuppliers> {
  await refuseKnown(deps.database, call, suppliers);
  try {
    await deps.database.batch([...before, ...supplierWrites(deps, call, connectionId, suppliers)]);
  } catch (error) {
    // Somebody else may have added one a moment ago.
    await refuseKnown(deps.database, call, suppliers);
    throw error;
  }
  deps.jobs.wake();
  return { connectionId, supplierIds: suppliers.map(({ supplierId }) => supplierId) };
}

async function refuseKnown(
  database: Database,
  { actor: { tenant } }: Call,
  suppliers: readonly NewSupplier[],
): Promise<void> {
  const [rows] = await readTogether(database, [supplierRows(tenant)]);
  const own = new Set(rows.map(({ supplierId }) => supplierId));
  const known = suppliers.flatMap(({ supplierId }, i) =>
    own.has(supplierId)
      ? [{ path: `suppliers.${i}.supplierId`, code: 'already_added' as const }]
      : [],
  );
  if (known.length > 0) throw badRequest(known);
}
