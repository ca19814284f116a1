import type { Database, Statement } from '#server/db/client.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest } from '#server/kernel/errors.ts';
import { areStill, loadSettings } from './data.ts';
import {
  type AccommodationSet,
  type AccommodationSettings,
  differenceOf,
  type PropertySet,
  refusedSettings,
} from './rules.ts';
import type { SettingsUpdate, SettingsView } from './schema.ts';
import { accommodationWrites, propertyWrites } from './setting-writes.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * Stores the fields of an update, all of them or none, and gives the settings as they are then.
 * Fields that are not named stay as they are, whoever else writes at the same time; what changes is
 * written down as it was and as it becomes.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (supplier), BAD_REQUEST (naming the refused fields).
 */
export async function updateSettings(
  deps: Deps,
  call: Call,
  input: SettingsUpdate,
): Promise<SettingsView> {
  const { database, clock } = deps;
  const { supplierId } = input;
  const tenant = authorise(call, 'settings:write', supplierId);
  // What is answered, and what is refused, tells of all the settings.
  authorise(call, 'settings:read', supplierId);
  const load = () => loadSettings(database, tenant, supplierId, clock.now());
  for (;;) {
    const { state, view } = await load();
    const refused = refusedSettings(input, view);
    if (refused.length > 0) throw badRequest(refused);
    const writes = writesOf(deps, call, input, view);
    if (writes.length === 0) return view;
    // Refused when somebody else's came first: then it is looked at again, on what they stored.
    const isStored = await batchIf(database, areStill(tenant, supplierId, state), writes);
    if (isStored) return (await load()).view;
  }
}

function writesOf(
  deps: Deps,
  call: Call,
  { supplierId, set = {}, accommodations = [] }: SettingsUpdate,
  current: SettingsView,
): Statement[] {
  const { database, clock } = deps;
  const place = { tenant: call.actor.tenant, supplierId, now: clock.now() };
  const record = (target: string, change: { before: unknown; after: unknown }) =>
    auditRecord(deps, call, { action: 'settings.update', supplierId, target, ...change });
  const property = differenceOf<PropertySet>(set, current);
  const statements = property
    ? [
        ...propertyWrites(database, place, property.after),
        record(`supplier:${supplierId}`, property),
      ]
    : [];
  const stored = new Map(current.accommodations.map((one) => [one.id, one]));
  for (const { id, set: wanted } of accommodations) {
    const change = differenceOf<AccommodationSet>(wanted, fieldsOf(stored.get(id)));
    if (!change) continue;
    statements.push(...accommodationWrites(database, place, id, change.after));
    statements.push(record(`accommodation:${id}`, change));
  }
  return statements;
}

function fieldsOf(settings: AccommodationSettings | undefined): AccommodationSet {
  return settings ?? {};
}
