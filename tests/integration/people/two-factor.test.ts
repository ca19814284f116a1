import { expect, test } from 'vitest';
import { twoFactor } from '#server/db/schema/auth.ts';
import { auditEntry } from '#server/db/schema/index.ts';
import { PASSWORD } from '#tests/support/people/auth.ts';
import { codeFor, enrol, refusalOf } from '#tests/support/people/browser.ts';
import { startInstallation } from '#tests/support/people/installation.ts';

const ANNE = 'anne@example.fr';

async function startWithEnrolled(rateLimitScale?: number) {
  const house = await startInstallation(rateLimitScale === undefined ? {} : { rateLimitScale });
  const anne = await house.owner(ANNE, 'Les Glycines');
  const laptop = house.browser();
  await laptop.signIn(ANNE, PASSWORD);
  return { ...house, anne, laptop, ...(await enrol(anne, PASSWORD)) };
}

test('enrolling asks for the password and a code, keeps the session and is written down', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  expect(await refusalOf(await anne.auth('/two-factor/enable', { password: 'wrong' }))).toEqual([
    ...[400, 'BAD_REQUEST', 'password wrong_password'],
  ]);
  const begun = await anne.auth('/two-factor/enable', { password: PASSWORD });
  const { totpURI, backupCodes } = await begun.json();
  expect(totpURI).toMatch(/^otpauth:\/\/totp\/OpenPro:anne%40example\.fr\?/);
  expect(backupCodes).toHaveLength(10);
  expect((await anne.api.account.get.query()).hasTwoFactor).toBe(false);
  const wrong = await anne.auth('/two-factor/verify-totp', { code: '000000' });
  expect(wrong.status).toBe(401);
  const proven = await anne.auth('/two-factor/verify-totp', { code: await codeFor(totpURI) });
  expect(await proven.json()).not.toHaveProperty('token');
  const me = await anne.api.account.get.query();
  expect(me).toMatchObject({ hasTwoFactor: true, activeOrganisationId: anne.organisationId });
  const trail = await house.app.database.db.select().from(auditEntry);
  expect(trail.map(({ action, afterJson }) => [action, afterJson])).toEqual([
    ['account.create', null],
    ['account.twoFactor', '{"isOn":true}'],
  ]);
  const [row] = await house.app.database.db.select().from(twoFactor);
  const secret = new URL(totpURI).searchParams.get('secret');
  for (const plain of [secret, ...backupCodes]) expect(JSON.stringify(row)).not.toContain(plain);
});

test('signing in needs the code; a code put aside works once', async () => {
  await using house = await startWithEnrolled();
  const phone = house.browser();
  const first = await phone.signIn(ANNE, PASSWORD);
  expect(await first.json()).toEqual({ twoFactorRedirect: true, twoFactorMethods: ['totp'] });
  await expect(phone.api.account.get.query()).rejects.toThrow();
  const code = await codeFor(house.totpUri, 1);
  // Asking to trust the device is of no use.
  const done = await phone.auth('/two-factor/verify-totp', { code, trustDevice: true });
  expect(done.status).toBe(200);
  expect(await done.json()).not.toHaveProperty('token');
  expect((await phone.api.account.get.query()).email).toBe(ANNE);
  await phone.auth('/sign-out', {});
  expect(await (await phone.signIn(ANNE, PASSWORD)).json()).toHaveProperty('twoFactorRedirect');
  const [backup] = house.backupCodes;
  const useBackup = async () => {
    const tablet = house.browser();
    await tablet.signIn(ANNE, PASSWORD);
    return refusalOf(await tablet.auth('/two-factor/verify-backup-code', { code: backup }));
  };
  expect(await useBackup()).toEqual([200, undefined]);
  expect(await useBackup()).toEqual([401, 'UNAUTHORIZED', 'code wrong_code']);
});

test('a code is taken once, however many ask at the same time, and none before it afterwards', async () => {
  await using house = await startWithEnrolled();
  const { db } = house.app.database;
  const waiting = async () => {
    const browser = house.browser();
    await browser.signIn(ANNE, PASSWORD);
    return browser;
  };
  const answered = async (code: string) =>
    (await (await waiting()).auth('/two-factor/verify-totp', { code })).status;
  // The one that turned it on is used up as well.
  expect(await answered(await codeFor(house.totpUri))).toBe(401);
  const code = await codeFor(house.totpUri, 1);
  const browsers = await Promise.all([waiting(), waiting(), waiting(), waiting()]);
  const answers = await Promise.all(
    browsers.map((browser) => browser.auth('/two-factor/verify-totp', { code })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  expect(await answered(code)).toBe(401);
  const [row] = await db.select().from(twoFactor);
  // Those that came too late count like wrong ones.
  expect(row?.failedVerificationCount).toBeGreaterThan(0);
  await db.update(twoFactor).set({ lastStep: (row?.lastStep ?? 0) + 1 });
  expect(await answered(code)).toBe(401);
  await db.update(twoFactor).set({ lastStep: (row?.lastStep ?? 0) - 1 });
  expect(await answered(code)).toBe(200);
});

test('a code in a session that has its factor is used up too', async () => {
  await using house = await startWithEnrolled();
  const code = await codeFor(house.totpUri, 1);
  expect((await house.anne.auth('/two-factor/verify-totp', { code })).status).toBe(200);
  const phone = house.browser();
  await phone.signIn(ANNE, PASSWORD);
  expect((await phone.auth('/two-factor/verify-totp', { code })).status).toBe(401);
});

test('wrong codes end the try after five and lock codes after ten, also across a restart', async () => {
  await using house = await startWithEnrolled();
  const guess = async (count: number) => {
    const thief = house.browser();
    await thief.signIn(ANNE, PASSWORD);
    const codes: unknown[] = [];
    for (let i = 0; i < count; i++) {
      const answer = await thief.auth('/two-factor/verify-totp', { code: `00000${i}` });
      codes.push((await refusalOf(answer)).slice(0, 3).join(' '));
    }
    return codes;
  };
  const wrong = '401 UNAUTHORIZED code wrong_code';
  expect(await guess(6)).toEqual([...Array(5).fill(wrong), '401 UNAUTHORIZED']);
  expect(await guess(5)).toEqual(Array(5).fill(wrong));
  await house.restart();
  const anne = house.browser();
  await anne.signIn(ANNE, PASSWORD);
  const right = { code: await codeFor(house.totpUri, 1) };
  const locked = await anne.auth('/two-factor/verify-totp', right);
  expect(locked.headers.get('retry-after')).toBe('900');
  expect(await refusalOf(locked)).toEqual([429, 'TOO_MANY_REQUESTS']);
});

test('codes are limited per address as well', async () => {
  await using house = await startWithEnrolled(0.1);
  const thief = house.browser('198.51.100.7');
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++)
    statuses.push((await thief.auth('/two-factor/verify-backup-code', { code: `${i}` })).status);
  expect(statuses).toEqual([...Array(5).fill(401), 429]);
});

test('codes put aside can be made anew, and the factor turned off, each with the password', async () => {
  await using house = await startWithEnrolled();
  const { anne } = house;
  const refused = await anne.auth('/two-factor/disable', { password: 'wrong' });
  expect(await refusalOf(refused)).toEqual([400, 'BAD_REQUEST', 'password wrong_password']);
  const renewed = await anne.auth('/two-factor/generate-backup-codes', { password: PASSWORD });
  expect((await renewed.json()).backupCodes).toHaveLength(10);
  const phone = house.browser();
  await phone.signIn(ANNE, PASSWORD);
  const old = await phone.auth('/two-factor/verify-backup-code', { code: house.backupCodes[0] });
  expect(old.status).toBe(401);
  expect((await anne.auth('/two-factor/disable', { password: PASSWORD })).status).toBe(200);
  expect((await anne.api.account.get.query()).hasTwoFactor).toBe(false);
  expect(await house.browser().signIn(ANNE, PASSWORD)).toMatchObject({ status: 200 });
  const trail = await house.app.database.db.select().from(auditEntry);
  expect(trail.map(({ afterJson }) => afterJson).slice(1)).toEqual([
    '{"isOn":true}',
    '{"backupCodes":"replaced"}',
    '{"isOn":false}',
  ]);
});

test('a platform administrator keeps the factor', async () => {
  await using house = await startWithEnrolled();
  await house.command('user:platform-admin', { email: ANNE });
  const kept = await house.anne.auth('/two-factor/disable', { password: PASSWORD });
  expect(await refusalOf(kept)).toEqual([403, 'FORBIDDEN']);
  expect((await house.anne.api.account.get.query()).hasTwoFactor).toBe(true);
  await house.command('user:platform-admin', { email: ANNE, remove: 'true' });
  expect((await house.anne.auth('/two-factor/disable', { password: PASSWORD })).status).toBe(200);
});

test('the operator takes a lost factor away: every session ends, the password is enough, once told', async () => {
  await using house = await startWithEnrolled();
  const waiting = house.browser();
  await waiting.signIn(ANNE, PASSWORD);
  const reset = (email: string) => house.command('user:reset-second-factor', { email });
  expect(await reset('nobody@example.fr')).toMatchObject({
    ...{ ok: false, lines: ['Nobody signs in with this address'] },
  });
  expect(await reset('Anne@example.fr')).toMatchObject({
    ...{ ok: true, data: { userId: house.anne.userId } },
  });
  for (const browser of [house.anne, house.laptop])
    await expect(browser.api.account.get.query()).rejects.toThrow();
  const code = await codeFor(house.totpUri, 1);
  expect((await waiting.auth('/two-factor/verify-totp', { code })).status).toBe(401);
  const again = house.browser();
  expect(await (await again.signIn(ANNE, PASSWORD)).json()).not.toHaveProperty('twoFactorRedirect');
  expect((await again.api.account.get.query()).hasTwoFactor).toBe(false);
  expect(await reset(ANNE)).toMatchObject({
    ...{ ok: false, lines: ['This person has no second factor'] },
  });
  const trail = await house.app.database.db.select().from(auditEntry);
  expect(trail.at(-1)).toMatchObject({
    ...{ action: 'account.twoFactor', actorKind: 'operator', orgId: house.anne.organisationId },
    ...{ target: `user:${house.anne.userId}`, afterJson: '{"isOn":false}' },
  });
  // Another factor begins with nothing used up.
  const { totpUri } = await enrol(again, PASSWORD);
  expect(totpUri).not.toBe(house.totpUri);
});

test('a code put aside lets one in, however many ask at the same time', async () => {
  await using house = await startWithEnrolled();
  const [code] = house.backupCodes;
  const browsers = [house.browser(), house.browser(), house.browser()];
  for (const browser of browsers) await browser.signIn(ANNE, PASSWORD);
  const answers = await Promise.all(
    browsers.map((browser) => browser.auth('/two-factor/verify-backup-code', { code })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const sessions = await Promise.allSettled(browsers.map(({ api }) => api.account.get.query()));
  expect(sessions.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('codes by mail and everything else the library could do is not there', async () => {
  await using house = await startWithEnrolled();
  const paths = [
    ...['/two-factor/send-otp', '/two-factor/verify-otp', '/two-factor/get-totp-uri'],
    ...['/list-sessions', '/get-session', '/update-user', '/update-session', '/delete-user'],
    ...['/sign-up/email', '/sign-in/social', '/change-email', '/verify-email', '/error', '/ok'],
  ];
  for (const path of paths) {
    const answer = await house.anne.auth(path, { password: PASSWORD });
    expect(answer.status, path).toBe(404);
  }
  const get = await fetch(`${house.url}/api/auth/get-session`, { headers: house.anne.headers() });
  expect(get.status).toBe(404);
  const otp = await house.laptop.auth('/two-factor/enable', { password: PASSWORD, method: 'otp' });
  expect(await refusalOf(otp)).toEqual([400, 'BAD_REQUEST', 'method invalid_value']);
});
