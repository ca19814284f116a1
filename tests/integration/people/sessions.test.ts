import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { member, session } from '#server/db/schema/auth.ts';
import { auditEntry } from '#server/db/schema/index.ts';
import { newId } from '#server/kernel/ids.ts';
import { PASSWORD } from '#tests/support/people/auth.ts';
import { startInstallation } from '#tests/support/people/installation.ts';
import { failureOf } from '#tests/support/world.ts';

const ANNE = 'anne@example.fr';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const statusOf = async (call: Promise<unknown>) => (await failureOf(call)).data?.httpStatus;

test('a person sees their sessions without secrets, and ends one or all the others', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  const [phone, tablet] = [house.browser('198.51.100.4'), house.browser()];
  for (const other of [phone, tablet]) await other.signIn(ANNE, PASSWORD);
  const listed = await anne.api.account.sessions.query();
  expect(listed.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, false, true]);
  const onPhone = listed.find(({ address }) => address === '198.51.100.4');
  expect(onPhone?.userAgent).toMatch(/node/);
  const stored = await house.app.database.db.select().from(session);
  for (const { token } of stored) expect(JSON.stringify(listed)).not.toContain(token);
  await anne.api.account.endSession.mutate({ sessionId: onPhone?.id ?? '' });
  expect(await statusOf(phone.api.account.get.query())).toBe(401);
  expect((await tablet.api.account.get.query()).email).toBe(ANNE);
  await anne.api.account.endOtherSessions.mutate({ others: true });
  expect(await statusOf(tablet.api.account.get.query())).toBe(401);
  expect(await anne.api.account.sessions.query()).toMatchObject([{ isCurrent: true }]);
  const trail = await house.app.database.db
    .select()
    .from(auditEntry)
    .where(eq(auditEntry.action, 'account.endSession'));
  expect(trail.map(({ afterJson }) => afterJson)).toEqual([
    '{"sessions":"one"}',
    '{"sessions":"others"}',
  ]);
});

test('sessions of somebody else are not there', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  const carl = await house.owner('carl@example.fr', 'Le Port');
  const [own] = await carl.api.account.sessions.query();
  const end = (sessionId: string) => anne.api.account.endSession.mutate({ sessionId });
  expect(await statusOf(end(own?.id ?? ''))).toBe(404);
  expect(await statusOf(end(newId()))).toBe(404);
  expect((await carl.api.account.get.query()).email).toBe('carl@example.fr');
});

test('a session ends twelve hours after its last use and thirty days after it began', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  const { db } = house.app.database;
  const ends = async () => (await db.select().from(session))[0]?.expiresAt.getTime() ?? 0;
  const left = async () => Math.round(((await ends()) - Date.now()) / HOUR);
  expect(await left()).toBe(12);
  await db.update(session).set({ expiresAt: new Date(Date.now() + 2 * HOUR) });
  await anne.api.account.get.query();
  expect(await left()).toBe(12);
  const beganAt = (hoursLeft: number) => new Date(Date.now() - 30 * DAY + hoursLeft * HOUR);
  await db
    .update(session)
    .set({ createdAt: beganAt(5), expiresAt: new Date(Date.now() + 2 * HOUR) });
  await anne.api.account.get.query();
  expect(await left()).toBe(5);
  await db.update(session).set({ expiresAt: new Date(Date.now() - 1) });
  expect(await statusOf(anne.api.account.get.query())).toBe(401);
});

test('a session that is not to be remembered lasts no longer than others', async () => {
  await using house = await startInstallation();
  await house.owner(ANNE, 'Les Glycines');
  const { db } = house.app.database;
  await db.delete(session);
  await house.browser().auth('/sign-in/email', {
    ...{ email: ANNE, password: PASSWORD, rememberMe: false },
  });
  const [row] = await db.select().from(session);
  expect(row?.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 12 * HOUR);
});

test('signing in tells the browser no secret but its cookie, and clears away ended sessions', async () => {
  await using house = await startInstallation();
  await house.owner(ANNE, 'Les Glycines');
  const { db } = house.app.database;
  await db.update(session).set({ expiresAt: new Date(Date.now() - 1) });
  const answer = await house.browser().signIn(ANNE, PASSWORD);
  const body = await answer.text();
  const rows = await db.select().from(session);
  expect(rows).toHaveLength(1);
  expect(body).not.toContain(rows[0]?.token);
  expect(JSON.parse(body)).toMatchObject({ user: { email: ANNE } });
});

test('signing in again in a browser ends the session it had, and no other; a refused try ends none', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  const carl = await house.owner('carl@example.fr', 'Le Port');
  const phone = house.browser();
  await phone.signIn(ANNE, PASSWORD);
  const copyOf = (from: typeof phone) => {
    const copy = house.browser();
    for (const [name, value] of from.cookies) copy.cookies.set(name, value);
    return copy;
  };
  const first = copyOf(phone);
  expect((await phone.signIn(ANNE, 'not the password')).status).toBe(401);
  expect((await first.api.account.get.query()).email).toBe(ANNE);
  await phone.signIn(ANNE, PASSWORD);
  expect(await statusOf(first.api.account.get.query())).toBe(401);
  const second = copyOf(phone);
  // Somebody else at the same browser takes its place as well.
  await phone.signIn('carl@example.fr', PASSWORD);
  expect(await statusOf(second.api.account.get.query())).toBe(401);
  expect((await phone.api.account.get.query()).email).toBe('carl@example.fr');
  for (const own of [anne, carl]) expect((await own.api.account.get.query()).id).toBe(own.userId);
});

test('switching acts on this session alone, for organisations of theirs alone', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  const carl = await house.owner('carl@example.fr', 'Le Port');
  const to = (organisationId: string) =>
    anne.api.account.switchOrganisation.mutate({ organisationId });
  expect(await statusOf(to(carl.organisationId))).toBe(404);
  const createdAt = new Date(Date.now() + 1000);
  await house.app.database.db.insert(member).values({
    ...{ id: newId(), organizationId: carl.organisationId, userId: anne.userId },
    ...{ role: 'viewer', createdAt },
  });
  const phone = house.browser();
  await phone.signIn(ANNE, PASSWORD);
  await to(carl.organisationId);
  const me = await anne.api.account.get.query();
  expect(me.activeOrganisationId).toBe(carl.organisationId);
  expect(me.capabilities).toEqual(['read']);
  expect(me.organisations.map(({ name, role }) => `${name} ${role}`)).toEqual([
    'Les Glycines owner',
    'Le Port viewer',
  ]);
  expect(await statusOf(anne.api.team.list.query())).toBe(403);
  expect((await phone.api.account.get.query()).activeOrganisationId).toBe(anne.organisationId);
});

test('a new name is written down in every organisation of the person; a long one is refused', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  const carl = await house.owner('carl@example.fr', 'Le Port');
  await house.app.database.db.insert(member).values({
    ...{ id: newId(), organizationId: carl.organisationId, userId: anne.userId },
    ...{ role: 'viewer', createdAt: new Date() },
  });
  const long = await failureOf(anne.api.account.update.mutate({ name: 'x'.repeat(300) }));
  expect(long.data).toMatchObject({ httpStatus: 400, fields: [{ path: 'name', code: 'too_big' }] });
  await anne.api.account.update.mutate({ name: ' Anne Martin ' });
  expect((await anne.api.account.get.query()).name).toBe('Anne Martin');
  const trail = await house.app.database.db
    .select()
    .from(auditEntry)
    .where(eq(auditEntry.action, 'account.update'));
  expect(trail.map(({ orgId }) => orgId).sort()).toEqual(
    [anne.organisationId, carl.organisationId].sort(),
  );
  expect(trail[0]).toMatchObject({
    ...{ actorId: anne.userId, target: `user:${anne.userId}`, afterJson: '{"name":"Anne Martin"}' },
  });
});
