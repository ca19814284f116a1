import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { alert, connection, drift, invitation, session } from '#server/db/schema/index.ts';
import { alertRaised } from '#server/domain/alerts/alert-writes.ts';
import { newId } from '#server/kernel/ids.ts';
import { addApiKey } from '#tests/support/people/api-keys.ts';
import { addMember, type Member } from '#tests/support/people/members.ts';
import type { World } from '#tests/support/world.ts';

/** What the inputs are about: the organisation that the outcomes are told of. */
export interface Ground {
  readonly world: World;
  readonly supplierId: number;
  readonly batchId: string;
  /** A booking whose stays are over. */
  readonly bookingId: number;
  readonly from: string;
  readonly to: string;
  /** A member beside the actors. */
  readonly colleague: Member;
}

/** Makes an input that the procedure takes; what it names is made for it alone. */
export type MakeInput = (ground: Ground) => unknown;

const DAY_MS = 86_400_000;

const unit = ({ supplierId }: Ground) => ({ supplierId, accommodationId: 1 });
const nights = ({ from, to }: Ground) => ({ from, to });
const change = (ground: Ground) => ({
  ...{ rateTypeId: 2001, ...nights(ground), set: { priceCents: 10_050 } },
});
const newSupplierId = () => 70_000_000 + Math.floor(Math.random() * 9_000_000);

export const nothing = () => ({});
export const supplier: MakeInput = ({ supplierId }) => ({ supplierId });
export const span: MakeInput = (g) => ({ supplierId: g.supplierId, ...nights(g) });
export const rateSpan: MakeInput = (g) => ({ ...unit(g), ...nights(g) });
export const rateNight: MakeInput = (g) => ({ ...unit(g), rateTypeId: 2001, date: g.from });
export const rateChange: MakeInput = (g) => ({
  ...{ ...unit(g), idempotencyKey: randomUUID(), changes: [change(g)] },
});
export const stockSpan = rateSpan;
export const stockChange: MakeInput = (g) => ({
  ...{ ...unit(g), idempotencyKey: randomUUID(), days: [{ date: g.from, units: 0 }] },
});
export const bookings = supplier;
export const batches = supplier;
export const changes: MakeInput = (g) => ({
  ...{ supplierId: g.supplierId, changes: [{ accommodationId: 1, ...change(g) }] },
});
export const newBatch: MakeInput = (g) => ({
  supplierId: g.supplierId,
  idempotencyKey: randomUUID(),
  changes: [{ accommodationId: 1, ...change(g) }],
});
export const batch: MakeInput = ({ batchId }) => ({ batchId });
export const cell = rateNight;
export const past: MakeInput = (g) => ({
  ...{ supplierId: g.supplierId, ...nights(g), at: new Date().toISOString() },
});
export const drifts = supplier;
export const someDrift: MakeInput = async ({ world, supplierId }) => {
  const id = newId();
  await world.app.database.db.insert(drift).values({
    ...{ id, orgId: world.tenant, supplierId, accommodationId: 1, rateTypeId: 2001 },
    ...{ fromDay: 30_000, toDay: 30_000, oursJson: null, theirsJson: null, foundAt: 1 },
  });
  return { supplierId, ids: [id] };
};
export const settings: MakeInput = ({ supplierId }) => ({ supplierId, set: { name: 'Maison' } });

async function connectionOf({ world }: Ground): Promise<string> {
  const rows = await world.app.database.db.select().from(connection);
  const own = rows.find(({ orgId }) => orgId === world.tenant);
  if (!own) throw new Error('The organisation has no connection');
  return own.id;
}

export const probe: MakeInput = async (g) => ({
  key: { connectionId: await connectionOf(g) },
  supplierIds: [g.supplierId],
});
export const newConnection: MakeInput = ({ world }) => ({
  name: 'Autre clé',
  apiKey: world.stub.apiKey,
  suppliers: [{ supplierId: newSupplierId() }],
});
export const moreSuppliers: MakeInput = async (g) => ({
  connectionId: await connectionOf(g),
  suppliers: [{ supplierId: newSupplierId() }],
});
export const otherKey: MakeInput = async (g) => ({
  ...{ connectionId: await connectionOf(g), apiKey: g.world.stub.apiKey },
});

export const newKey = () => ({
  ...{ name: 'Site', scopes: ['read'], supplierIds: null, expiresInDays: 30 },
});
export const someKey: MakeInput = async ({ world }) => ({
  keyId: (await addApiKey(world.app, world.tenant)).id,
});

export const newInvitation = () => ({
  ...{ email: `${randomUUID()}@example.org`, role: 'viewer' },
});

async function addInvitation({ world, colleague }: Ground) {
  const [id, token] = [newId(), randomBytes(32).toString('base64url')];
  const email = `${id}@example.org`;
  await world.app.database.db.insert(invitation).values({
    ...{ id, orgId: world.tenant, email, role: 'viewer', invitedBy: colleague.userId },
    tokenSha256: createHash('sha256').update(token).digest('hex'),
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + DAY_MS),
  });
  return { id, token };
}

export const someInvitation: MakeInput = async (g) => ({
  invitationId: (await addInvitation(g)).id,
});
export const invitationToken: MakeInput = async (g) => ({ token: (await addInvitation(g)).token });
export const acceptance: MakeInput = async (g) => ({
  token: (await addInvitation(g)).token,
  account: { name: 'New Colleague', password: 'correct horse battery staple' },
});
export const otherRole: MakeInput = async ({ world }) => ({
  memberId: (await addMember(world.app, world.tenant, 'viewer')).memberId,
  role: 'reception',
});
export const someMember: MakeInput = async ({ world }) => ({
  memberId: (await addMember(world.app, world.tenant, 'viewer')).memberId,
});
export const organisation = () => ({ name: 'Les Tilleuls' });

export const account = () => ({ name: 'Someone' });
export const someSession: MakeInput = async ({ world, colleague }) => {
  const rows = await world.app.database.db.select().from(session);
  return { sessionId: rows.find(({ userId }) => userId === colleague.userId)?.id };
};
export const otherSessions = () => ({ others: true });
export const organisationChoice: MakeInput = ({ world }) => ({ organisationId: world.tenant });

export const audit: MakeInput = ({ supplierId }) => ({ supplierId });
export const guest: MakeInput = ({ supplierId, bookingId }) => ({
  guest: { supplierId, bookingId },
});
export const guestToErase: MakeInput = ({ supplierId, bookingId }) => ({
  ...{ guest: { supplierId, bookingId }, confirm: true },
});

export const someAlert: MakeInput = async ({ world }) => {
  const { app, tenant } = world;
  await app.database.batch([alertRaised(app, { tenant, kind: 'job_dead' })]);
  const [open] = await app.database.db
    .select()
    .from(alert)
    .where(and(eq(alert.orgId, tenant), isNull(alert.acknowledgedAt)));
  return { alertId: open?.id };
};
