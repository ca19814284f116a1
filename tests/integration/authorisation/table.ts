import type { Capability } from '#server/domain/tenancy/permissions.ts';
import * as inputs from './inputs.ts';

/** Who tries. `otherTenant` is the owner of another organisation; all others belong to this one. */
export const ACTORS = [
  ...(['anonymous', 'otherTenant', 'viewer', 'reception', 'manager', 'owner'] as const),
  ...(['revokedSession', 'expiredKey', 'keyWithoutScope', 'keyWithScope'] as const),
] as const;

export type ActorName = (typeof ACTORS)[number];

/** `ok` = it is done; `own` = it is done for the caller's own organisation and shows nothing of ours. */
export type Outcome = 'ok' | 'own' | 400 | 401 | 403 | 404;

export interface Row {
  readonly kind: 'query' | 'mutation';
  /** What a key needs for it; null = no key can. */
  readonly scope: Capability | null;
  readonly input: inputs.MakeInput;
  readonly outcomes: Outcomes;
}

type Outcomes = Readonly<Record<ActorName, Outcome>>;

/** Kept by hand, in the order of `ACTORS`. */
function outcomesOf(words: string): Outcomes {
  const told = words.split(/ +/).map((word) => (/^\d+$/.test(word) ? Number(word) : word));
  if (told.length !== ACTORS.length) throw new Error(`${words}: ${ACTORS.length} are expected`);
  return Object.fromEntries(ACTORS.map((actor, i) => [actor, told[i]])) as Outcomes;
}

const row = (
  kind: Row['kind'],
  scope: Row['scope'],
  input: inputs.MakeInput,
  words: string,
): Row => ({ kind, scope, input, outcomes: outcomesOf(words) });

/** What the audit trail as a file answers; it is asked for over plain HTTP. */
export const CSV_OUTCOMES = outcomesOf('401 404 403 403 ok ok 401 401 403 ok');

/** What every procedure answers to everybody. */
export const TABLE: Readonly<Record<string, Row>> = {
  //                        anon other view rece mana ownr revo expi no-s scope
  'suppliers.list': row('query', 'read', inputs.nothing, '401 own ok ok ok ok 401 401 403 ok'),
  'suppliers.refresh': row(
    ...(['mutation', 'read', inputs.supplier] as const),
    '401 404 ok ok ok ok 401 401 403 ok',
  ),
  'calendar.get': row('query', 'read', inputs.span, '401 404 ok ok ok ok 401 401 403 ok'),
  'rates.get': row('query', 'read', inputs.rateSpan, '401 404 ok ok ok ok 401 401 403 ok'),
  'rates.details': row('query', 'read', inputs.rateNight, '401 404 ok ok ok ok 401 401 403 ok'),
  'rates.set': row(
    ...(['mutation', 'rates:write', inputs.rateChange] as const),
    '401 404 403 403 ok ok 401 401 403 ok',
  ),
  'stock.get': row('query', 'read', inputs.stockSpan, '401 404 ok ok ok ok 401 401 403 ok'),
  'stock.set': row(
    ...(['mutation', 'rates:write', inputs.stockChange] as const),
    '401 404 403 403 ok ok 401 401 403 ok',
  ),
  'rateTypes.list': row('query', 'read', inputs.supplier, '401 404 ok ok ok ok 401 401 403 ok'),
  'bookings.list': row('query', 'read', inputs.bookings, '401 404 ok ok ok ok 401 401 403 ok'),
  'bulkUpdates.preview': row(
    ...(['mutation', 'rates:write', inputs.changes] as const),
    '401 404 403 403 ok ok 401 401 403 ok',
  ),
  'bulkUpdates.create': row(
    ...(['mutation', 'rates:write', inputs.newBatch] as const),
    '401 404 403 403 ok ok 401 401 403 ok',
  ),
  'bulkUpdates.get': row('query', 'read', inputs.batch, '401 404 ok ok ok ok 401 401 403 ok'),
  'bulkUpdates.cancel': row(
    ...(['mutation', 'rates:write', inputs.batch] as const),
    '401 404 403 403 ok ok 401 401 403 ok',
  ),
  'bulkUpdates.retry': row(
    ...(['mutation', 'rates:write', inputs.batch] as const),
    '401 404 403 403 ok ok 401 401 403 ok',
  ),
  'bulkUpdates.list': row('query', 'read', inputs.batches, '401 404 ok ok ok ok 401 401 403 ok'),
  'bulkUpdates.rollback': row(
    ...(['query', 'rates:write', inputs.batch] as const),
    '401 404 403 403 ok ok 401 401 403 ok',
  ),
  'history.cell': row('query', 'read', inputs.cell, '401 404 ok ok ok ok 401 401 403 ok'),
  'history.asOf': row('query', 'read', inputs.past, '401 404 ok ok ok ok 401 401 403 ok'),
  'alerts.list': row('query', 'read', inputs.nothing, '401 own ok ok ok ok 401 401 403 ok'),
  'alerts.acknowledge': row(
    ...(['mutation', 'bookings:write', inputs.someAlert] as const),
    '401 404 403 ok ok ok 401 401 403 ok',
  ),
  'drift.list': row('query', 'read', inputs.drifts, '401 404 ok ok ok ok 401 401 403 ok'),
  'drift.accept': row(
    ...(['mutation', 'rates:write', inputs.someDrift] as const),
    '401 404 403 403 ok ok 401 401 403 ok',
  ),
  'settings.get': row(
    ...(['query', 'settings:read', inputs.supplier] as const),
    '401 404 403 403 ok ok 401 401 403 ok',
  ),
  'settings.update': row(
    ...(['mutation', 'settings:write', inputs.settings] as const),
    '401 404 403 403 ok ok 401 401 403 ok',
  ),
  'connections.list': row('query', null, inputs.nothing, '401 own 403 403 403 ok 401 401 403 403'),
  'connections.probe': row(
    ...(['mutation', null, inputs.probe] as const),
    '401 404 403 403 403 ok 401 401 403 403',
  ),
  'connections.add': row(
    ...(['mutation', null, inputs.newConnection] as const),
    '401 own 403 403 403 ok 401 401 403 403',
  ),
  'connections.addSuppliers': row(
    ...(['mutation', null, inputs.moreSuppliers] as const),
    '401 404 403 403 403 ok 401 401 403 403',
  ),
  'connections.replaceKey': row(
    ...(['mutation', null, inputs.otherKey] as const),
    '401 404 403 403 403 ok 401 401 403 403',
  ),
  'apiKeys.list': row('query', null, inputs.nothing, '401 own 403 403 403 ok 401 401 403 403'),
  'apiKeys.create': row(
    ...(['mutation', null, inputs.newKey] as const),
    '401 own 403 403 403 ok 401 401 403 403',
  ),
  'apiKeys.revoke': row(
    ...(['mutation', null, inputs.someKey] as const),
    '401 404 403 403 403 ok 401 401 403 403',
  ),
  'team.list': row('query', null, inputs.nothing, '401 own 403 403 ok ok 401 401 403 403'),
  'team.invite': row(
    ...(['mutation', null, inputs.newInvitation] as const),
    '401 own 403 403 403 ok 401 401 403 403',
  ),
  'team.cancelInvitation': row(
    ...(['mutation', null, inputs.someInvitation] as const),
    '401 404 403 403 403 ok 401 401 403 403',
  ),
  'team.changeRole': row(
    ...(['mutation', null, inputs.otherRole] as const),
    '401 404 403 403 403 ok 401 401 403 403',
  ),
  'team.remove': row(
    ...(['mutation', null, inputs.someMember] as const),
    '401 404 403 403 403 ok 401 401 403 403',
  ),
  'organisation.get': row('query', null, inputs.nothing, '401 own 403 403 ok ok 401 401 403 403'),
  'organisation.update': row(
    ...(['mutation', null, inputs.organisation] as const),
    '401 own 403 403 403 ok 401 401 403 403',
  ),
  'invitations.get': row(
    ...(['mutation', null, inputs.invitationToken] as const),
    'ok ok ok ok ok ok ok ok ok ok',
  ),
  'invitations.accept': row(
    ...(['mutation', null, inputs.acceptance] as const),
    // The link is what counts: it makes an account for the address that it was sent to.
    'ok ok ok ok ok ok ok ok ok ok',
  ),
  'account.get': row('query', null, inputs.nothing, '401 own ok ok ok ok 401 401 401 401'),
  'account.update': row(
    ...(['mutation', null, inputs.account] as const),
    '401 own ok ok ok ok 401 401 401 401',
  ),
  'account.sessions': row('query', null, inputs.nothing, '401 own ok ok ok ok 401 401 401 401'),
  'account.endSession': row(
    ...(['mutation', null, inputs.someSession] as const),
    '401 404 404 404 404 404 401 401 401 401',
  ),
  'account.endOtherSessions': row(
    ...(['mutation', null, inputs.otherSessions] as const),
    '401 own ok ok ok ok 401 401 401 401',
  ),
  'account.switchOrganisation': row(
    ...(['mutation', null, inputs.organisationChoice] as const),
    '401 404 ok ok ok ok 401 401 401 401',
  ),
  'platform.overview': row(
    ...(['query', null, inputs.nothing] as const),
    '401 403 403 403 403 403 401 401 401 401',
  ),
  'audit.list': row(
    ...(['query', 'audit:read', inputs.audit] as const),
    '401 404 403 403 ok ok 401 401 403 ok',
  ),
  'guests.find': row(
    ...(['mutation', null, inputs.guest] as const),
    '401 404 403 403 403 ok 401 401 403 403',
  ),
  'guests.export': row(
    ...(['mutation', null, inputs.guest] as const),
    '401 404 403 403 403 ok 401 401 403 403',
  ),
  'guests.erase': row(
    ...(['mutation', null, inputs.guestToErase] as const),
    '401 404 403 403 403 ok 401 401 403 403',
  ),
};
