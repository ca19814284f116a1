import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesBelow, formsOf } from '#tests/support/people/secrets.ts';
import { CANARY } from './support/attacks/stage.ts';
import { cookiesOf, exchange, mutation, signInOver } from './support/exchange.ts';
import { expect, signIn, test as withDemo } from './support/fixtures.ts';
import { type OwnApp, withOwnApp } from './support/own-app.ts';

const test = withDemo.extend<object, { own: OwnApp }>({
  own: [
    // biome-ignore lint/correctness/noEmptyPattern: playwright reads the names from the pattern
    async ({}, use) => withOwnApp('house', use, {}, 'dev'),
    { scope: 'worker', timeout: 300_000 },
  ],
  baseURL: async ({ own }, use) => use(own.url),
});

test('in development the pages work under their policy, and the debug door tells no value', async ({
  page,
  demo,
  own,
}) => {
  // Each door and page is compiled when it is first asked for.
  test.setTimeout(300_000);
  await own.stub.control('POST', 'keys', { key: CANARY });
  const login = await own.person('Agathe', 'Tilleuls');
  await own.supplier('Tilleuls', 61_001, CANARY);
  const cookie = cookiesOf(await signInOver(own.url, own.url, login));
  const asOwner = { cookie, origin: own.url };
  const refresh = () =>
    exchange(own.url, mutation('suppliers.refresh', { supplierId: 61_001 }, asOwner));
  await own.stub.fault({ match: {}, fault: { status: 401, echoKey: true } });
  expect((await refresh()).text).toContain('key_refused');
  await own.stub.clearFaults();
  expect((await refresh()).text).toContain('"warnings":[]');

  const answers: string[] = [];
  const headers = { cookie, authorization: `Bearer ${CANARY}`, 'x-own': CANARY };
  for (const path of ['/api/debug', '/debug']) {
    const told = await exchange(own.url, { path: `${path}?asked=for-nothing`, headers });
    expect(told.status).toBe(200);
    const facts = JSON.parse(told.text);
    expect(facts).toMatchObject({
      ...{ method: 'GET', path, migration: { atHead: true } },
      headerNames: expect.arrayContaining(['authorization', 'cookie', 'x-own']),
      versions: { node: process.versions.node },
    });
    expect(facts.variables).toContainEqual({ name: 'ENCRYPTION_KEYS', isSet: true });
    expect(facts.variables).toContainEqual({ name: 'SMTP_URL', isSet: false });
    answers.push(told.text);
  }
  const secrets = readFileSync(join(own.dataDir, 'demo.env'), 'utf8')
    .split('\n')
    .map((line) => line.slice(line.indexOf('=') + 1))
    .filter((value) => value.length > 8);
  expect(secrets.length).toBeGreaterThan(3);
  for (const value of [...secrets, own.stub.url, own.dataDir, CANARY, 'for-nothing'])
    for (const answer of answers) expect(answer).not.toContain(value);
  const kept = bytesBelow(own.dataDir);
  for (const form of formsOf(CANARY)) expect(kept.includes(form), form).toBe(false);

  await signIn(page, { ...demo, ...login });
  await expect(page.getByRole('grid')).toBeVisible({ timeout: 60_000 });
});
