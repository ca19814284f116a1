import { and, eq } from 'drizzle-orm';
import * as z from 'zod/mini';
import type { Database } from '#server/db/client.ts';
import { connection, supplier } from '#server/db/schema/suppliers.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest, DomainError, notFound } from '#server/kernel/errors.ts';
import { newId } from '#server/kernel/ids.ts';
import { upstreamId } from '#server/kernel/wire.ts';
import type { KeyVault } from './ports.ts';

const label = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));

const addSupplierInput = z.strictObject({
  connection: z.union([
    z.strictObject({
      name: label,
      /** It goes into a header, so it has visible characters only. */
      apiKey: z.string().check(z.trim(), z.regex(/^[\x21-\x7e]{8,500}$/)),
    }),
    z.strictObject({ connectionId: z.uuid() }),
  ]),
  supplierId: upstreamId,
  name: z.optional(label),
  timezone: z.optional(z.string()),
});

export type AddSupplierInput = z.input<typeof addSupplierInput>;

export interface AddSupplierDeps {
  readonly database: Database;
  readonly vault: KeyVault;
  readonly clock: Clock;
}

/**
 * Adds a supplier to an organisation, over a new upstream key that is stored sealed or over one
 * that the organisation has. A supplier that is there already is a conflict and changes nothing.
 */
export async function addSupplier(
  deps: AddSupplierDeps,
  { tenant, ...input }: AddSupplierInput & { tenant: TenantId },
): Promise<{ supplierId: number; connectionId: string }> {
  const { database, clock } = deps;
  const { db } = database;
  const { connection: via, supplierId, name, timezone } = addSupplierInput.parse(input);
  if (timezone !== undefined && !isTimezone(timezone)) {
    throw badRequest([{ path: 'timezone', code: 'invalid_value' }]);
  }
  const createdAt = clock.now();
  const isKnown = 'connectionId' in via;
  const connectionId = isKnown ? via.connectionId : newId();
  if (isKnown && !(await hasConnection(database, tenant, connectionId))) throw notFound();
  const key = isKnown
    ? []
    : [await sealedRow(deps, tenant, { id: connectionId, createdAt, ...via })];
  const row = {
    ...{ orgId: tenant, supplierId, connectionId, createdAt },
    name: name ?? `Open Pro ${supplierId}`,
    ...(timezone === undefined ? {} : { timezone }),
  };
  try {
    await database.batch([
      ...key.map((values) => db.insert(connection).values(values)),
      db.insert(supplier).values(row),
    ]);
  } catch (cause) {
    if (!(await hasSupplier(database, tenant, supplierId))) throw cause;
    throw new DomainError('CONFLICT', { reason: 'This supplier was added before', cause });
  }
  return { supplierId, connectionId };
}

async function sealedRow(
  { vault }: AddSupplierDeps,
  tenant: TenantId,
  { id, name, apiKey, createdAt }: { id: string; name: string; apiKey: string; createdAt: number },
) {
  const { jwe, kid } = await vault.seal({ tenant, connectionId: id }, apiKey);
  const keyLastFour = apiKey.slice(-4);
  return { orgId: tenant, id, name, keyJwe: jwe, keyKid: kid, keyLastFour, createdAt };
}

async function hasConnection({ db }: Database, tenant: TenantId, id: string): Promise<boolean> {
  const found = await db
    .select({ id: connection.id })
    .from(connection)
    .where(and(eq(connection.orgId, tenant), eq(connection.id, id)));
  return found.length > 0;
}

async function hasSupplier({ db }: Database, tenant: TenantId, id: number): Promise<boolean> {
  const found = await db
    .select({ id: supplier.supplierId })
    .from(supplier)
    .where(and(eq(supplier.orgId, tenant), eq(supplier.supplierId, id)));
  return found.length > 0;
}

/** Whether it is a zone of the tz database, under any of its names; offsets are none. */
function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
