import { and, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { member, session } from '#server/db/schema/auth.ts';
import { auditEntry } from '#server/db/schema/index.ts';
import { changeRole } from '#server/domain/tenancy/change-role.ts';
import { mintTenant } from '#server/domain/tenancy/mint-tenant.ts';
import type { Role } from '#server/domain/tenancy/permissions.ts';
import { removeMember } from '#server/domain/tenancy/remove-member.ts';
import { PASSWORD } from '#tests/support/people/auth.ts';
import { type Installation, startInstallation } from '#tests/support/people/installation.ts';
import { failureOf } from '#tests/support/world.ts';

const BOB = 'bob@example.fr';

type Owner = Awaited<ReturnType<Installation['owner']>>;

/** Somebody new in a role, signed in. */
async function join(house: Installation, anne: Owner, email: string, role: Role) {
  const { link } = await anne.api.team.invite.mutate({ email, role });
  const token = new URL(link ?? '').hash.slice(1);
  const browser = house.browser();
  const account = { name: email, password: PASSWORD };
  await browser.api.invitations.accept.mutate({ token, account });
  await browser.signIn(email, PASSWORD);
  const { members } = await anne.api.team.list.query();
  const memberId = members.find((one) => one.email === email)?.id ?? '';
  return { ...browser, memberId };
}

const statusOf = async (call: Promise<unknown>) => (await failureOf(call)).data?.httpStatus;

test('who is removed while signed in is refused on the next call', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const bob = await join(house, anne, BOB, 'manager');
  await bob.api.account.switchOrganisation.mutate({ organisationId: anne.organisationId });
  expect((await bob.api.team.list.query()).members).toHaveLength(2);
  await anne.api.team.remove.mutate({ memberId: bob.memberId });
  expect(await statusOf(bob.api.team.list.query())).toBe(404);
  expect(await statusOf(bob.api.suppliers.list.query())).toBe(404);
  expect(await bob.api.account.get.query()).toMatchObject({
    ...{ organisations: [], activeOrganisationId: null, capabilities: [] },
  });
  const sessions = await house.app.database.db.select().from(session);
  expect(sessions.map((one) => one.activeOrganizationId)).toEqual([null, null]);
  expect(await statusOf(anne.api.team.remove.mutate({ memberId: bob.memberId }))).toBe(404);
  const entries = await house.app.database.db
    .select()
    .from(auditEntry)
    .where(eq(auditEntry.action, 'member.remove'));
  expect(entries).toMatchObject([{ actorId: anne.userId, target: `member:${bob.memberId}` }]);
});

test.each(['remove', 'step down'] as const)(
  'an owner’s open invitations end with their rights: %s',
  async (way) => {
    await using house = await startInstallation();
    const anne = await house.owner('anne@example.fr', 'Les Glycines');
    const bob = await join(house, anne, BOB, 'owner');
    const back = { email: 'back@example.fr', role: 'owner' } as const;
    const { link, invitationId } = await bob.api.team.invite.mutate(back);
    const { memberId } = bob;
    if (way === 'remove') await anne.api.team.remove.mutate({ memberId });
    else await anne.api.team.changeRole.mutate({ memberId, role: 'viewer' });
    const token = new URL(link ?? '').hash.slice(1);
    const account = { name: 'Back', password: PASSWORD };
    const coming = house.browser().api.invitations.accept.mutate({ token, account });
    expect(await statusOf(coming)).toBeGreaterThanOrEqual(400);
    expect((await anne.api.team.list.query()).invitations).toEqual([]);
    const ends = await house.app.database.db
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.action, 'member.uninvite'));
    expect(ends).toMatchObject([{ target: `invitation:${invitationId}`, actorId: anne.userId }]);
  },
);

test('another role counts from the next call on', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const bob = await join(house, anne, BOB, 'viewer');
  const change = (role: Role) => anne.api.team.changeRole.mutate({ memberId: bob.memberId, role });
  expect(await statusOf(bob.api.team.list.query())).toBe(403);
  await change('manager');
  expect((await bob.api.team.list.query()).members).toHaveLength(2);
  const invite = () => bob.api.team.invite.mutate({ email: 'carl@example.fr', role: 'owner' });
  expect(await statusOf(invite())).toBe(403);
  const promote = { memberId: bob.memberId, role: 'owner' } as const;
  expect(await statusOf(bob.api.team.changeRole.mutate(promote))).toBe(403);
  await change('owner');
  expect((await invite()).link).toMatch(/#/);
  await change('reception');
  expect(await statusOf(bob.api.team.list.query())).toBe(403);
});

test('the last owner neither leaves nor steps down', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const bob = await join(house, anne, BOB, 'manager');
  const [own] = (await anne.api.team.list.query()).members.filter(({ isSelf }) => isSelf);
  const memberId = own?.id ?? '';
  const fieldOf = async (call: Promise<unknown>) => (await failureOf(call)).data?.fields?.[0];
  const leave = () => anne.api.team.remove.mutate({ memberId });
  expect(await fieldOf(leave())).toMatchObject({ path: 'memberId', code: 'last_owner' });
  const stepDown = () => anne.api.team.changeRole.mutate({ memberId, role: 'viewer' });
  expect(await fieldOf(stepDown())).toMatchObject({ path: 'role', code: 'last_owner' });
  const trail = await house.app.database.db.select().from(auditEntry);
  expect(trail.filter(({ action }) => /remove|role/.test(action))).toEqual([]);
  await anne.api.team.changeRole.mutate({ memberId: bob.memberId, role: 'owner' });
  await leave();
  expect((await bob.api.team.list.query()).members).toMatchObject([{ email: BOB, role: 'owner' }]);
});

test('two owners who step down or leave at the same time do not leave the house empty', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const bob = await join(house, anne, BOB, 'owner');
  const { app } = house;
  const tenant = mintTenant(anne.organisationId);
  const [own] = (await anne.api.team.list.query()).members.filter(({ isSelf }) => isSelf);
  const ids = [own?.id ?? '', bob.memberId];
  const actor = { kind: 'user', id: anne.userId, name: 'Anne', tenant, role: 'owner' } as const;
  const call = { actor, requestId: 'r', address: null };
  const owners = () =>
    app.database.db
      .select()
      .from(member)
      .where(and(eq(member.organizationId, tenant), eq(member.role, 'owner')));
  for (let round = 0; round < 10; round++) {
    const tries = ids.map((memberId) =>
      round % 2 === 0
        ? changeRole(app, call, { memberId, role: 'viewer' })
        : removeMember(app, call, { memberId }),
    );
    const ended = await Promise.allSettled(tries);
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await owners()).toHaveLength(1);
    if (round % 2 === 1) break;
    await app.database.db.update(member).set({ role: 'owner' });
  }
});

test('members of another organisation are not there', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const carl = await house.owner('carl@example.fr', 'Le Port');
  const [foreign] = (await carl.api.team.list.query()).members;
  const memberId = foreign?.id ?? '';
  expect(await statusOf(anne.api.team.remove.mutate({ memberId }))).toBe(404);
  expect(await statusOf(anne.api.team.changeRole.mutate({ memberId, role: 'viewer' }))).toBe(404);
  const { invitationId } = await carl.api.team.invite.mutate({ email: BOB, role: 'viewer' });
  expect(await statusOf(anne.api.team.cancelInvitation.mutate({ invitationId }))).toBe(404);
  expect((await carl.api.team.list.query()).invitations).toHaveLength(1);
});

test('an organisation has a name and origins, which only owners change', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const bob = await join(house, anne, BOB, 'manager');
  const allowedOrigins = ['https://b.example', 'http://localhost:5173', 'https://b.example'];
  expect(await anne.api.organisation.update.mutate({ name: ' Le Port ', allowedOrigins })).toEqual({
    ...{ id: anne.organisationId, name: 'Le Port' },
    allowedOrigins: ['http://localhost:5173', 'https://b.example'],
  });
  expect(await bob.api.organisation.get.query()).toMatchObject({ name: 'Le Port' });
  expect(await statusOf(bob.api.organisation.update.mutate({ name: 'Mine' }))).toBe(403);
  const fieldOf = async (input: object) =>
    (await failureOf(anne.api.organisation.update.mutate(input))).data?.fields?.[0]?.path;
  expect(await fieldOf({ name: 'x'.repeat(300) })).toBe('name');
  for (const origin of [
    'http://b.example',
    'https://b.example/',
    'null',
    '*',
    'https://*.b.example',
  ])
    expect(await fieldOf({ allowedOrigins: [origin] }), origin).toBe('allowedOrigins.0');
  await anne.api.organisation.update.mutate({ allowedOrigins: [] });
  expect((await anne.api.organisation.get.query()).allowedOrigins).toEqual([]);
  const entries = await house.app.database.db
    .select()
    .from(auditEntry)
    .where(eq(auditEntry.action, 'organisation.update'));
  expect(entries.map(({ afterJson }) => afterJson)).toEqual([
    '{"name":"Le Port","allowedOrigins":["http://localhost:5173","https://b.example"]}',
    '{"allowedOrigins":[]}',
  ]);
});

test('a rename and a list of origins sent at the same time both hold', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const { update } = anne.api.organisation;
  for (let i = 0; i < 5; i++) {
    const [name, origin] = [`Les Glycines ${i}`, `https://site-${i}.example`];
    await Promise.all([update.mutate({ name }), update.mutate({ allowedOrigins: [origin] })]);
    const after = await anne.api.organisation.get.query();
    expect(after).toMatchObject({ name, allowedOrigins: [origin] });
  }
});

test('who tries what they may not is found in the log', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const bob = await join(house, anne, BOB, 'viewer');
  expect(await statusOf(bob.api.team.list.query())).toBe(403);
  const denied = house.lines.map((line) => JSON.parse(line)).filter((line) => line.denied);
  expect(denied).toMatchObject([
    { actorKind: 'user', denied: { procedure: 'team.list', code: 'FORBIDDEN' } },
  ]);
});

test('a name that nobody can see, or that turns the text around it, is refused', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  for (const name of ['\u200b', '\u202eeporuE', '\u2066x', 'a\u0000b', 'a\nb', 'a\ud800b'])
    expect(await statusOf(anne.api.account.update.mutate({ name }))).toBe(400);
  await anne.api.account.update.mutate({ name: 'Zoé O’Lebœuf-D’Ascq 👩‍🌾' });
});
