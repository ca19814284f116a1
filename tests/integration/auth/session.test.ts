import { expect, test } from 'vitest';
import { member, session, user } from '#server/db/schema/auth.ts';
import { newId } from '#server/kernel/ids.ts';
import { cookieOf, PASSWORD, startAuth } from '#tests/support/people/auth.ts';

const NOBODY = { person: null, actor: null };

const headersWith = (cookie: string) => new Headers({ cookie });

test('signing in gives a cookie that is the owner, until it is signed out', async () => {
  await using service = await startAuth();
  const { userId, organisationId } = await service.addUser('Anne@Example.FR', 'Les Glycines');
  const { answer, cookie } = await service.signIn('anne@example.fr');
  expect(answer.status).toBe(200);
  expect(answer.headers.getSetCookie()[0]).toMatch(/; Max-Age=43200;.*HttpOnly; SameSite=Lax$/);
  expect((await service.resolveActor(headersWith(cookie))).actor).toEqual({
    kind: 'user',
    id: userId,
    name: 'Anne@Example.FR',
    tenant: organisationId,
    role: 'owner',
  });
  expect((await service.post('/sign-out', {}, { cookie })).status).toBe(200);
  expect(await service.resolveActor(headersWith(cookie))).toEqual(NOBODY);
});

test('a wrong password and an unknown address look the same', async () => {
  await using service = await startAuth();
  await service.addUser('anne@example.fr', 'Les Glycines');
  const wrong = await service.signIn('anne@example.fr', 'not the password at all');
  const unknown = await service.signIn('nobody@example.fr', 'not the password at all');
  expect(wrong.answer.status).toBe(401);
  expect(unknown.answer.status).toBe(401);
  expect(await wrong.answer.text()).toBe(await unknown.answer.text());
  expect([wrong.cookie, unknown.cookie]).toEqual(['', '']);
});

test('nobody can register', async () => {
  await using service = await startAuth();
  const body = { email: 'new@example.fr', password: PASSWORD, name: 'New' };
  expect((await service.post('/sign-up/email', body)).status).toBe(404);
  expect(await service.database.db.select().from(user)).toEqual([]);
});

test('a page of another site cannot sign anyone in or out', async () => {
  await using service = await startAuth();
  await service.addUser('anne@example.fr', 'Les Glycines');
  const { cookie } = await service.signIn('anne@example.fr');
  const foreign = { cookie, origin: 'https://evil.example' };
  expect((await service.post('/sign-out', {}, foreign)).status).toBe(403);
  const body = { email: 'anne@example.fr', password: PASSWORD };
  expect((await service.post('/sign-in/email', body, foreign)).status).toBe(403);
  expect((await service.resolveActor(headersWith(cookie))).actor).not.toBeNull();
});

test('a session that was revoked, forged or has ended is nobody at once', async () => {
  await using service = await startAuth();
  await service.addUser('anne@example.fr', 'Les Glycines');
  const { cookie } = await service.signIn('anne@example.fr');
  const forged = cookie.replace(/session_token=./, (text) => `${text.slice(0, -1)}#`);
  expect(await service.resolveActor(headersWith(forged))).toEqual(NOBODY);
  expect((await service.resolveActor(headersWith(cookie))).actor).not.toBeNull();
  await service.database.db.update(session).set({ expiresAt: new Date(Date.now() - 1) });
  expect(await service.resolveActor(headersWith(cookie))).toEqual(NOBODY);
  const again = (await service.signIn('anne@example.fr')).cookie;
  await service.database.db.delete(session);
  expect(await service.resolveActor(headersWith(again))).toEqual(NOBODY);
});

test('a session in use is renewed, with its cookie, when the answer can carry one', async () => {
  await using service = await startAuth();
  await service.addUser('anne@example.fr', 'Les Glycines');
  const { cookie } = await service.signIn('anne@example.fr');
  const inTenHours = new Date(Date.now() + 10 * 3_600_000);
  await service.database.db.update(session).set({ expiresAt: inTenHours });
  const ends = async () => (await service.database.db.select().from(session))[0]?.expiresAt;
  await service.resolveActor(headersWith(cookie));
  expect(await ends()).toEqual(inTenHours);
  const answer = new Headers();
  await service.resolveActor(headersWith(cookie), answer);
  expect((await ends())?.getTime()).toBeGreaterThan(inTenHours.getTime() + 3_600_000);
  expect(cookieOf(new Response(null, { headers: answer }))).toBe(cookie);
});

test('a person acts for the organisation they chose, else for the one they joined first', async () => {
  await using service = await startAuth();
  const anne = await service.addUser('anne@example.fr', 'Les Glycines');
  const bob = await service.addUser('bob@example.fr', 'Le Port');
  const { cookie } = await service.signIn('anne@example.fr');
  const { db } = service.database;
  const acting = async () => (await service.resolveActor(headersWith(cookie))).actor;
  const createdAt = new Date(Date.now() + 1000);
  const extra = { id: newId(), organizationId: bob.organisationId, userId: anne.userId };
  await db.insert(member).values({ ...extra, role: 'viewer', createdAt });
  expect(await acting()).toMatchObject({ tenant: anne.organisationId, role: 'owner' });
  await db.update(session).set({ activeOrganizationId: bob.organisationId });
  expect(await acting()).toMatchObject({ tenant: bob.organisationId, role: 'viewer' });
  await db.update(session).set({ activeOrganizationId: newId() });
  expect(await acting()).toMatchObject({ tenant: anne.organisationId, role: 'owner' });
});

test('without a membership a person is somebody, but acts for nobody; no role is made up', async () => {
  await using service = await startAuth();
  const { userId } = await service.addUser('anne@example.fr', 'Les Glycines');
  const { cookie } = await service.signIn('anne@example.fr');
  const { db } = service.database;
  await expect(db.update(member).set({ role: 'king' })).rejects.toThrow();
  await db.delete(member);
  const { actor, person } = await service.resolveActor(headersWith(cookie));
  expect(actor).toBeNull();
  expect(person).toMatchObject({ id: userId, isPlatformAdmin: false, hasTwoFactor: false });
});

test('behind https cookies are secure and named so', async () => {
  await using service = await startAuth({ secure: true });
  await service.addUser('anne@example.fr', 'Les Glycines');
  const { answer } = await service.signIn('anne@example.fr');
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Secure-.*; Secure(;|$)/);
});
