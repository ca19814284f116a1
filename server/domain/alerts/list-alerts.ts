import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import { alertRows } from './data.ts';
import type { AlertsListInput, AlertView } from './schema.ts';

/**
 * What somebody of the caller's organisation must look at, newest first. A key that was given some
 * suppliers sees what is about those alone.
 * @throws {DomainError} FORBIDDEN.
 */
export async function listAlerts(
  { database }: { database: Database },
  call: Call,
  { all, cursor, limit }: AlertsListInput,
): Promise<{ items: AlertView[]; nextCursor: string | null }> {
  const tenant = authorise(call, 'read');
  const { actor } = call;
  const supplierIds = actor.kind === 'apiKey' ? actor.supplierIds : null;
  const scope = { tenant, supplierIds, all, before: cursor ?? null, limit: limit + 1 };
  const [rows] = await readTogether(database, [alertRows(scope)]);
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
