import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { session, twoFactor, user, verification } from '#server/db/schema/auth.ts';
import { auditEntry } from '#server/db/schema/index.ts';
import { PASSWORD } from '#tests/support/people/auth.ts';
import { codeFor, enrol, refusalOf } from '#tests/support/people/browser.ts';
import { type Installation, startInstallation } from '#tests/support/people/installation.ts';

const ANNE = 'anne@example.fr';
const NEW = 'another battery staple horse';

/** Nothing can be written down: what must not be without its entry does not happen either. */
const breakTrail = ({ app }: Installation) =>
  app.database.db.run(sql`CREATE TRIGGER broken BEFORE INSERT ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the trail is broken'); END`);
const mendTrail = ({ app }: Installation) => app.database.db.run(sql`DROP TRIGGER broken`);

/** Nothing but what is batched with the entry gets through: as if the power failed right after it. */
const breakAfter = ({ app }: Installation, table: string) =>
  app.database.db.run(
    sql.raw(`CREATE TRIGGER broken BEFORE DELETE ON ${table}
      WHEN EXISTS (SELECT 1 FROM audit_entry WHERE action = 'account.password')
      BEGIN SELECT RAISE(ABORT, 'the power is off'); END`),
  );

test('a password does not change without its entry, by hand or by link', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  const { data } = await house.command('user:reset-link', { email: ANNE });
  const token = new URL(String(data.link)).hash.slice(1);
  await breakTrail(house);
  const change = { currentPassword: PASSWORD, newPassword: NEW };
  const failed = await anne.auth('/change-password', change);
  expect(await refusalOf(failed)).toEqual([500, 'INTERNAL_SERVER_ERROR']);
  const byLink = await house.browser().auth('/reset-password', { token, newPassword: NEW });
  expect(byLink.status).toBe(500);
  await mendTrail(house);
  expect((await house.browser().signIn(ANNE, NEW)).status).toBe(401);
  expect((await house.browser().signIn(ANNE, PASSWORD)).status).toBe(200);
  expect((await anne.api.account.get.query()).email).toBe(ANNE);
});

test('a new password has ended the sessions, links and open sign-ins by the time it counts', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  await enrol(anne, PASSWORD);
  await house.browser().signIn(ANNE, PASSWORD);
  await house.command('user:reset-link', { email: ANNE });
  const { db } = house.app.database;
  const id = anne.userId;
  expect((await db.select().from(verification)).filter(({ value }) => value === id)).toHaveLength(
    2,
  );
  await breakAfter(house, 'session');
  const change = { currentPassword: PASSWORD, newPassword: NEW };
  expect((await anne.auth('/change-password', change)).status).toBe(500);
  await mendTrail(house);
  expect((await db.select().from(verification)).filter(({ value }) => value === id)).toEqual([]);
  expect(await db.select().from(session)).toHaveLength(1);
  expect(await (await house.browser().signIn(ANNE, NEW)).json()).toHaveProperty(
    'twoFactorRedirect',
  );
  const trail = await db.select().from(auditEntry);
  expect(trail.at(-1)).toMatchObject({ action: 'account.password', actorId: id });
});

test('a second factor is neither turned on nor off nor given other codes without its entry', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  const { db } = house.app.database;
  const state = async () => [
    (await db.select().from(user))[0]?.twoFactorEnabled,
    (await db.select().from(twoFactor)).map(({ verified }) => verified),
  ];
  const begun = await anne.auth('/two-factor/enable', { password: PASSWORD });
  const { totpURI, backupCodes } = await begun.json();
  const prove = async (ahead: number) =>
    (await anne.auth('/two-factor/verify-totp', { code: await codeFor(totpURI, ahead) })).status;
  await breakTrail(house);
  expect(await prove(0)).toBe(500);
  expect(await state()).toEqual([false, [false]]);
  await mendTrail(house);
  expect(await prove(1)).toBe(200);
  await breakTrail(house);
  for (const path of ['/two-factor/generate-backup-codes', '/two-factor/disable'])
    expect((await anne.auth(path, { password: PASSWORD })).status, path).toBe(500);
  await mendTrail(house);
  expect(await state()).toEqual([true, [true]]);
  const phone = house.browser();
  await phone.signIn(ANNE, PASSWORD);
  const kept = await phone.auth('/two-factor/verify-backup-code', { code: backupCodes[0] });
  expect(kept.status).toBe(200);
});
