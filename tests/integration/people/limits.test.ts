import { expect, test } from 'vitest';
import { rateLimit } from '#server/db/schema/auth.ts';
import { auditEntry } from '#server/db/schema/index.ts';
import { PASSWORD } from '#tests/support/people/auth.ts';
import { enrol, refusalOf } from '#tests/support/people/browser.ts';
import { startInstallation } from '#tests/support/people/installation.ts';
import { startMailbox } from '#tests/support/people/mailbox.ts';
import { failureOf } from '#tests/support/world.ts';

const ANNE = 'anne@example.fr';

test('the eleventh try to sign in waits, whatever the address and also after a restart', async () => {
  await using house = await startInstallation({ rateLimitScale: 1 });
  await house.owner(ANNE, 'Les Glycines');
  const guess = (i: number) => house.browser(`198.51.100.${i}`).signIn(ANNE, 'guess guess guess');
  for (let i = 0; i < 9; i++) expect((await guess(i)).status).toBe(401);
  await house.restart();
  const refused = await guess(10);
  expect(await refusalOf(refused)).toEqual([429, 'TOO_MANY_REQUESTS']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
  // The right password waits as well, or the limit would tell which one is right.
  expect((await house.browser().signIn(ANNE, PASSWORD)).status).toBe(429);
  expect((await house.browser().signIn('carl@example.fr', PASSWORD)).status).toBe(401);
  const { db } = house.app.database;
  expect(JSON.stringify(await db.select().from(rateLimit))).not.toMatch(/anne|198\.51/);
  await db.update(rateLimit).set({ expire: new Date(Date.now() - 1) });
  await house.restart();
  expect((await house.browser().signIn(ANNE, PASSWORD)).status).toBe(200);
});

test('tries from one network are limited whoever they are for', async () => {
  await using house = await startInstallation({ rateLimitScale: 0.06 });
  const guess = async (i: number, address: string) =>
    (await house.browser(address).signIn(`a${i}@example.fr`, 'guess guess')).status;
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) statuses.push(await guess(i, `2001:db8:0:1::${i}`));
  expect(statuses).toEqual([...Array(3).fill(401), 429]);
  expect(await guess(4, '2001:db8:0:2::1')).toBe(401);
});

test('links by mail are limited alike for known and unknown addresses', async () => {
  await using mailbox = await startMailbox();
  await using house = await startInstallation({ smtpUrl: mailbox.url, rateLimitScale: 0.4 });
  await house.owner(ANNE, 'Les Glycines');
  const asked = async (email: string) => {
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) {
      const browser = house.browser(`198.51.100.${i}`);
      statuses.push((await browser.auth('/request-password-reset', { email })).status);
    }
    return statuses;
  };
  expect(await asked(ANNE)).toEqual([200, 200, 429]);
  expect(await asked('nobody@example.fr')).toEqual([200, 200, 429]);
  expect(await mailbox.letters(2)).toHaveLength(2);
});

test('looking for invitations is limited, with the time to wait', async () => {
  await using house = await startInstallation({ rateLimitScale: 0.1 });
  const stranger = house.browser('198.51.100.9');
  const token = 'A'.repeat(43);
  const look = async () =>
    (await failureOf(stranger.api.invitations.get.mutate({ token }))).data?.httpStatus;
  expect([await look(), await look(), await look(), await look()]).toEqual([404, 404, 404, 429]);
  const answer = await fetch(`${house.url}/api/trpc/invitations.accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.9' },
    body: JSON.stringify({ token }),
  });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(800);
});

test('a session cannot be used to guess its password', async () => {
  await using house = await startInstallation({ rateLimitScale: 0.2 });
  const anne = await house.owner(ANNE, 'Les Glycines');
  const statuses: number[] = [];
  const enable = ['/two-factor/enable', { password: 'wrong wrong' }] as const;
  const change = { currentPassword: 'wrong wrong', newPassword: 'another battery staple' };
  for (const [path, body] of [enable, ['/change-password', change], enable] as const)
    statuses.push((await anne.auth(path, body)).status);
  expect(statuses).toEqual([400, 400, 429]);
});

test('only a platform administrator with a second factor sees how tenants do, in counts', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  await house.owner('carl@example.fr', 'Le Port');
  const refusal = async () => (await failureOf(anne.api.platform.overview.query())).data?.code;
  expect(await refusal()).toBe('FORBIDDEN');
  const made = await house.command('user:platform-admin', { email: 'Anne@example.fr' });
  expect(made.lines).toEqual([
    'anne@example.fr is a platform administrator',
    'Two-factor authentication must be turned on first',
  ]);
  expect(await refusal()).toBe('TWO_FACTOR_REQUIRED');
  await enrol(anne, PASSWORD);
  const none = { apiKeys: 0, suppliers: 0, accommodations: 0, bookings: 0, lastReadAt: null };
  const well = { failedParts: 0, refusedKeys: 0, openItems: 0, deadJobs: 0 };
  expect(await anne.api.platform.overview.query()).toMatchObject([
    { name: 'Les Glycines', members: 1, ...none, ...well },
    { name: 'Le Port', members: 1, ...none, ...well },
  ]);
  await house.command('user:platform-admin', { email: ANNE, remove: 'true' });
  expect(await refusal()).toBe('FORBIDDEN');
  const stranger = house.browser().api.platform.overview.query();
  expect((await failureOf(stranger)).data?.code).toBe('UNAUTHORIZED');
  const trail = await house.app.database.db.select().from(auditEntry);
  const about = trail.filter(({ action }) => action === 'account.platformAdmin');
  expect(about.map(({ afterJson, actorKind }) => `${actorKind} ${afterJson}`)).toEqual([
    'operator {"is":true}',
    'operator {"is":false}',
  ]);
});
