import type { Database } from '#server/db/client.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { loadSettings } from './data.ts';
import type { SettingsView } from './schema.ts';

/**
 * The settings of a property and of its accommodations.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (supplier).
 */
export async function getSettings(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  { supplierId }: { supplierId: number },
): Promise<SettingsView> {
  const tenant = authorise(call, 'settings:read', supplierId);
  return (await loadSettings(database, tenant, supplierId, clock.now())).view;
}
