import { expect, test } from 'vitest';
import { session, verification } from '#server/db/schema/auth.ts';
import { auditEntry } from '#server/db/schema/index.ts';
import { PASSWORD } from '#tests/support/people/auth.ts';
import { refusalOf } from '#tests/support/people/browser.ts';
import { startInstallation } from '#tests/support/people/installation.ts';
import { startMailbox } from '#tests/support/people/mailbox.ts';

const ANNE = 'anne@example.fr';
const NEW = 'another battery staple horse';
const tokenIn = (link: string) => new URL(link).hash.slice(1);

test('a link by mail gives a new password, once, and ends every session', async () => {
  await using mailbox = await startMailbox();
  await using house = await startInstallation({ smtpUrl: mailbox.url });
  const anne = await house.owner(ANNE, 'Les Glycines');
  const stranger = house.browser();
  await stranger.auth('/request-password-reset', { email: 'Anne@Example.fr ' });
  const { to, mail, link } = await mailbox.newest(1);
  expect(to).toEqual(['anne@example.fr']);
  expect(mail.subject).toBe('Choisir un nouveau mot de passe');
  expect(link).toMatch(new RegExp(`^${house.url}/reset#[\\w-]{43}$`));
  const token = tokenIn(link);
  const { db } = house.app.database;
  expect(JSON.stringify(await db.select().from(verification))).not.toContain(token);
  const short = await stranger.auth('/reset-password', { token, newPassword: 'short' });
  expect(await refusalOf(short)).toEqual([400, 'BAD_REQUEST', 'newPassword too_small']);
  expect((await stranger.auth('/reset-password', { token, newPassword: NEW })).status).toBe(200);
  expect(await db.select().from(session)).toEqual([]);
  await expect(anne.api.account.get.query()).rejects.toThrow();
  const again = await stranger.auth('/reset-password', { token, newPassword: `${NEW}!` });
  expect(await refusalOf(again)).toEqual([400, 'BAD_REQUEST', 'token link_dead']);
  expect((await stranger.signIn(ANNE, PASSWORD)).status).toBe(401);
  expect((await stranger.signIn(ANNE, NEW)).status).toBe(200);
  const trail = await db.select().from(auditEntry);
  expect(trail.at(-1)).toMatchObject({
    ...{ action: 'account.password', actorKind: 'user', orgId: anne.organisationId },
    ...{ actorId: anne.userId, target: `user:${anne.userId}`, afterJson: '{"by":"link"}' },
    ...{ address: '203.0.113.1' },
  });
});

test('an unknown address is answered the same, and nothing is sent or kept for it', async () => {
  await using mailbox = await startMailbox();
  await using house = await startInstallation({ smtpUrl: mailbox.url });
  await house.owner(ANNE, 'Les Glycines');
  const ask = async (email: string) => {
    const answer = await house.browser().auth('/request-password-reset', { email });
    const names = [...answer.headers.keys()].filter((name) => name !== 'x-request-id');
    return [answer.status, await answer.text(), names];
  };
  const unknown = await ask('nobody@example.fr');
  expect(await ask(ANNE)).toEqual(unknown);
  expect(unknown[0]).toBe(200);
  await ask(ANNE);
  const letters = await mailbox.letters(2);
  expect(letters.map(({ to }) => to)).toEqual([[ANNE], [ANNE]]);
  const kept = await house.app.database.db.select().from(verification);
  expect(kept).toHaveLength(2);
});

test('one new password makes every other link worthless', async () => {
  await using mailbox = await startMailbox();
  await using house = await startInstallation({ smtpUrl: mailbox.url });
  await house.owner(ANNE, 'Les Glycines');
  const stranger = house.browser();
  for (let i = 0; i < 2; i++) await stranger.auth('/request-password-reset', { email: ANNE });
  const [first, second] = (await mailbox.letters(2)).map(({ link }) => tokenIn(link));
  expect(first).not.toBe(second);
  const use = (token?: string) => stranger.auth('/reset-password', { token, newPassword: NEW });
  expect((await use(first)).status).toBe(200);
  expect((await use(second)).status).toBe(400);
});

test('a link is worthless after an hour', async () => {
  await using house = await startInstallation();
  await house.owner(ANNE, 'Les Glycines');
  const { data } = await house.command('user:reset-link', { email: ANNE });
  const token = tokenIn(String(data.link));
  const { db } = house.app.database;
  const [row] = await db.select().from(verification);
  const minutes = ((row?.expiresAt.getTime() ?? 0) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(59);
  expect(minutes).toBeLessThanOrEqual(60);
  await db.update(verification).set({ expiresAt: new Date(Date.now() - 1) });
  const late = await house.browser().auth('/reset-password', { token, newPassword: NEW });
  expect(late.status).toBe(400);
  expect((await house.browser().signIn(ANNE, PASSWORD)).status).toBe(200);
});

test('without mail the page is told so, and the operator prints a link that works', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  expect((await anne.api.account.get.query()).hasMail).toBe(false);
  const stranger = house.browser();
  for (const email of [ANNE, 'nobody@example.fr']) {
    const off = await stranger.auth('/request-password-reset', { email });
    expect(await refusalOf(off)).toEqual([400, 'BAD_REQUEST', 'email no_mail']);
  }
  const nobody = await house.command('user:reset-link', { email: 'nobody@example.fr' });
  expect(nobody).toMatchObject({ ok: false, lines: ['Nobody signs in with this address'] });
  const { data, lines } = await house.command('user:reset-link', { email: 'ANNE@example.fr' });
  expect(lines.at(-1)).toBe(data.link);
  const token = tokenIn(String(data.link));
  expect((await stranger.auth('/reset-password', { token, newPassword: NEW })).status).toBe(200);
  await expect(anne.api.account.get.query()).rejects.toThrow();
  expect((await stranger.signIn(ANNE, NEW)).status).toBe(200);
  const trail = await house.app.database.db.select().from(auditEntry);
  expect(trail.map(({ action, actorKind }) => `${action} ${actorKind}`)).toEqual([
    'account.create operator',
    'account.resetLink operator',
    'account.password user',
  ]);
  expect(JSON.stringify(trail)).not.toContain(token);
  expect(house.lines.join('')).not.toContain(token);
});

test('a changed password asks for the old one, ends the other sessions and is written down', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  const laptop = house.browser();
  await laptop.signIn(ANNE, PASSWORD);
  // What the browser wishes for its other sessions is of no use.
  const change = (currentPassword: string) =>
    anne.auth('/change-password', {
      ...{ currentPassword, newPassword: NEW, revokeOtherSessions: false },
    });
  const stolen = house.browser();
  for (const [name, value] of anne.cookies) stolen.cookies.set(name, value);
  await stolen.api.account.get.query();
  const wrong = await change('not the password');
  expect(await refusalOf(wrong)).toEqual([
    ...[400, 'BAD_REQUEST', 'currentPassword wrong_password'],
  ]);
  const changed = await change(PASSWORD);
  expect(changed.status).toBe(200);
  expect(await changed.json()).not.toHaveProperty('token');
  // Neither another session nor a copy of this one's cookie opens anything any more.
  for (const other of [laptop, stolen])
    await expect(other.api.account.get.query()).rejects.toThrow();
  expect((await anne.api.account.get.query()).activeOrganisationId).toBe(anne.organisationId);
  const trail = await house.app.database.db.select().from(auditEntry);
  expect(trail.map(({ action }) => action)).toEqual(['account.create', 'account.password']);
  expect(trail[1]?.afterJson).toBe('{"by":"password"}');
});
