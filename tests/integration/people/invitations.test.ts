import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { invitation, member, user } from '#server/db/schema/auth.ts';
import { auditEntry } from '#server/db/schema/index.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { inviteMember } from '#server/domain/invitations/invite-member.ts';
import { PASSWORD } from '#tests/support/people/auth.ts';
import { startInstallation } from '#tests/support/people/installation.ts';
import { startMailbox } from '#tests/support/people/mailbox.ts';
import { eventually, failureOf } from '#tests/support/world.ts';

const BOB = 'bob@example.fr';
const account = { name: 'Bob Durand', password: PASSWORD };
const tokenIn = (link: string) => new URL(link).hash.slice(1);

test('an invitation comes by mail, is accepted once and makes a colleague with that role', async () => {
  await using mailbox = await startMailbox();
  await using house = await startInstallation({ smtpUrl: mailbox.url });
  const anne = await house.owner('anne@example.fr', 'Les Glycines & <Fils>');
  const invited = await anne.api.team.invite.mutate({ email: 'Bob@Example.FR', role: 'reception' });
  expect(invited.link).toBeNull();
  const { to, mail, link } = await mailbox.newest(1);
  expect(to).toEqual([BOB]);
  expect(mail.subject).toBe('Invitation to join Les Glycines & <Fils>');
  expect(mail.text).toContain('anne@example.fr invites you');
  expect(mail.html).toContain('Les Glycines &amp; &lt;Fils&gt;');
  expect(mail.html).not.toContain('<img');
  expect(link).toMatch(new RegExp(`^${house.url}/invitation#[\\w-]{43}$`));
  const token = tokenIn(link);
  const stored = await house.app.database.db.select().from(invitation);
  expect(JSON.stringify(stored)).not.toContain(token);
  const bob = house.browser();
  expect(await bob.api.invitations.get.mutate({ token })).toMatchObject({
    organisationName: 'Les Glycines & <Fils>',
    ...{ inviterName: 'anne@example.fr', email: BOB, role: 'reception' },
    ...{ hasAccount: false, isSignedIn: false },
  });
  const needed = await failureOf(bob.api.invitations.accept.mutate({ token }));
  expect(needed.data?.fields).toMatchObject([{ path: 'account', code: 'required' }]);
  const joined = await bob.api.invitations.accept.mutate({ token, account });
  expect(joined.organisationId).toBe(anne.organisationId);
  await bob.signIn(BOB, PASSWORD);
  const me = await bob.api.account.get.query();
  expect(me).toMatchObject({ name: 'Bob Durand', email: BOB, hasMail: true });
  expect(me.organisations).toMatchObject([{ id: anne.organisationId, role: 'reception' }]);
  expect(me.capabilities).toEqual(['read', 'bookings:write']);
  const again = await failureOf(bob.api.invitations.accept.mutate({ token, account }));
  expect(again.data).toMatchObject({
    httpStatus: 400,
    fields: [{ path: 'token', code: 'link_used' }],
  });
  const { members, invitations } = await anne.api.team.list.query();
  expect(members.map(({ email, role, isSelf }) => [email, role, isSelf])).toEqual([
    ['anne@example.fr', 'owner', true],
    [BOB, 'reception', false],
  ]);
  expect(invitations).toEqual([]);
  const actions = (await house.app.database.db.select().from(auditEntry)).map((row) => row.action);
  expect(actions).toEqual(['account.create', 'member.invite', 'account.create', 'member.join']);
});

test('two tabs that accept at once make one account and one membership', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const { link } = await anne.api.team.invite.mutate({ email: BOB, role: 'viewer' });
  const token = tokenIn(link ?? '');
  const tries = await Promise.allSettled(
    Array.from({ length: 4 }, () =>
      house.browser().api.invitations.accept.mutate({ token, account }),
    ),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { db } = house.app.database;
  expect(await db.select().from(user).where(eq(user.email, BOB))).toHaveLength(1);
  expect(await db.select().from(member)).toHaveLength(2);
  for (const one of tries) {
    if (one.status === 'rejected')
      expect(one.reason.data).toMatchObject({ httpStatus: 400, fields: [{ code: 'link_used' }] });
  }
});

test('somebody with an account signs in to accept; nobody accepts for them', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const bob = await house.owner(BOB, 'Le Port');
  const { link } = await anne.api.team.invite.mutate({ email: BOB, role: 'manager' });
  const token = tokenIn(link ?? '');
  const stranger = house.browser();
  expect((await stranger.api.invitations.get.mutate({ token })).hasAccount).toBe(true);
  const refused = await failureOf(stranger.api.invitations.accept.mutate({ token, account }));
  expect(refused.data?.httpStatus).toBe(401);
  const other = await failureOf(anne.api.invitations.accept.mutate({ token }));
  expect(other.data?.httpStatus).toBe(403);
  expect((await bob.api.invitations.get.mutate({ token })).isSignedIn).toBe(true);
  await bob.api.invitations.accept.mutate({ token });
  const me = await bob.api.account.get.query();
  expect(me.organisations.map(({ role }) => role)).toEqual(['owner', 'manager']);
  expect(me.activeOrganisationId).toBe(anne.organisationId);
});

test('expired, cancelled, replaced and unknown links each have their answer', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const stranger = house.browser();
  const answer = async (link: string | null) => {
    const token = tokenIn(link ?? '');
    const looked = await failureOf(stranger.api.invitations.get.mutate({ token }));
    const accepted = await failureOf(stranger.api.invitations.accept.mutate({ token, account }));
    expect(accepted.data?.fields).toEqual(looked.data?.fields);
    expect(accepted.data?.httpStatus).toBe(looked.data?.httpStatus);
    return [
      looked.data?.httpStatus,
      looked.data?.fields?.[0]?.path,
      looked.data?.fields?.[0]?.code,
    ];
  };
  const first = await anne.api.team.invite.mutate({ email: BOB, role: 'viewer' });
  const second = await anne.api.team.invite.mutate({ email: BOB, role: 'reception' });
  expect(await answer(first.link)).toEqual([404, undefined, undefined]);
  const trail = await house.app.database.db.select().from(auditEntry);
  expect(trail.slice(1).map(({ action, target }) => `${action} ${target}`)).toEqual([
    `member.invite invitation:${first.invitationId}`,
    `member.uninvite invitation:${first.invitationId}`,
    `member.invite invitation:${second.invitationId}`,
  ]);
  const { invitations } = await anne.api.team.list.query();
  expect(invitations).toMatchObject([
    { id: second.invitationId, email: BOB, role: 'reception', invitedBy: 'anne@example.fr' },
  ]);
  await house.app.database.db.update(invitation).set({ expiresAt: new Date(Date.now() - 1) });
  expect(await answer(second.link)).toEqual([400, 'token', 'link_expired']);
  const third = await anne.api.team.invite.mutate({ email: BOB, role: 'reception' });
  await anne.api.team.cancelInvitation.mutate({ invitationId: third.invitationId });
  expect(await answer(third.link)).toEqual([404, undefined, undefined]);
  const twice = failureOf(
    anne.api.team.cancelInvitation.mutate({ invitationId: third.invitationId }),
  );
  expect((await twice).data?.httpStatus).toBe(404);
  expect(await answer(`${house.url}/invitation#${'A'.repeat(43)}`)).toEqual([
    ...[404, undefined, undefined],
  ]);
  expect(await house.app.database.db.select().from(user)).toHaveLength(1);
});

test('an invitation that comes between the look and the write is ended and told as well', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const { app } = house;
  const tenant = await resolveOrganisation(app.database.db, anne.organisationId);
  const { userId: id } = anne;
  const actor = { kind: 'user', id, name: 'Anne', tenant, role: 'owner' } as const;
  const call = { actor, requestId: 'r', address: null };
  const wanted = { email: BOB, role: 'viewer', locale: 'fr' } as const;
  const rivals: string[] = [];
  const batch: typeof app.database.batch = async (statements) => {
    if (rivals.length === 0) rivals.push((await inviteMember(app, call, wanted)).invitationId);
    return app.database.batch(statements);
  };
  const deps = { ...app, database: { ...app.database, batch } };
  const { invitationId } = await inviteMember(deps, call, wanted);
  const [rival] = rivals;
  const rows = await app.database.db.select().from(invitation);
  const open = rows.filter(({ cancelledAt }) => cancelledAt === null).map(({ id }) => id);
  expect(open).toEqual([invitationId]);
  const trail = await app.database.db.select().from(auditEntry);
  expect(trail.slice(1).map(({ action, target }) => `${action} ${target}`)).toEqual([
    `member.invite invitation:${rival}`,
    `member.uninvite invitation:${rival}`,
    `member.invite invitation:${invitationId}`,
  ]);
});

test('inviting oneself, a member or with a bad name is refused at its field; nothing is written', async () => {
  await using house = await startInstallation();
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  const fieldOf = async (call: Promise<unknown>) => (await failureOf(call)).data?.fields?.[0];
  const invite = (email: string) => anne.api.team.invite.mutate({ email, role: 'viewer' });
  expect(await fieldOf(invite('Anne@example.fr'))).toMatchObject({ path: 'email', code: 'self' });
  const { link } = await invite(BOB);
  const token = tokenIn(link ?? '');
  const long = { token, account: { name: 'x'.repeat(300), password: PASSWORD } };
  expect(await fieldOf(house.browser().api.invitations.accept.mutate(long))).toMatchObject({
    path: 'account.name',
  });
  const short = { token, account: { name: 'Bob', password: 'short' } };
  expect(await fieldOf(house.browser().api.invitations.accept.mutate(short))).toMatchObject({
    path: 'account.password',
  });
  await house.browser().api.invitations.accept.mutate({ token, account });
  expect(await fieldOf(invite(BOB))).toMatchObject({ path: 'email', code: 'already_member' });
  const { db } = house.app.database;
  expect(await db.select().from(invitation)).toHaveLength(1);
  expect(await db.select().from(user)).toHaveLength(2);
});

test('a mail server that refuses is logged without the address, and the invitation stands', async () => {
  await using mailbox = await startMailbox();
  await using house = await startInstallation({ smtpUrl: mailbox.url });
  const anne = await house.owner('anne@example.fr', 'Les Glycines');
  mailbox.refuse(true);
  await anne.api.team.invite.mutate({ email: BOB, role: 'viewer' });
  const said = await eventually('the failure in the log', async () => {
    const lines = house.lines.join('');
    return lines.includes('The mail server did not take a letter') ? lines : null;
  });
  expect(said).toContain('EENVELOPE 550');
  for (const secret of [BOB, 'anne@']) expect(said, secret).not.toContain(secret);
  expect((await anne.api.team.list.query()).invitations).toHaveLength(1);
});
