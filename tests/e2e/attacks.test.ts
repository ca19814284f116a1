import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Ground } from './support/attacks/attack.ts';
import { CANARY_SCENES } from './support/attacks/canary.ts';
import { HOSTILE } from './support/attacks/hostile.ts';
import { INPUTS } from './support/attacks/inputs.ts';
import { REQUESTS } from './support/attacks/requests.ts';
import { bare, type Stage, withStage } from './support/attacks/stage.ts';
import { SURROUNDINGS } from './support/attacks/surroundings.ts';
import { TENANTS } from './support/attacks/tenants.ts';
import { readDemo } from './support/demo.ts';
import {
  cookiesOf,
  exchange,
  queryPath,
  signInOver,
  type Told,
  withKey,
} from './support/exchange.ts';
import { ledgerMark } from './support/ledger.ts';

let ground: Ground;
let mark: number;
test.beforeAll(async () => {
  const demo = readDemo();
  const [supplierId = 0] = demo.supplierIds;
  const signedIn = await signInOver(demo.url, demo.url, demo);
  const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const key = withKey(demo.apiKey);
  ground = { ...demo, supplierId, cookie: cookiesOf(signedIn), key, day };
  mark = await ledgerMark(demo);
});
test.afterAll(async () => {
  // Nothing of all this reached the booking system.
  expect(await ledgerMark(ground)).toBe(mark);
});

const ATTACKS = [...REQUESTS, ...INPUTS, ...SURROUNDINGS];

const dataOf = ({ text }: Told) => JSON.parse(text).error;

for (const [index, attack] of ATTACKS.entries()) {
  const { row, what, status, code, fields, message, headers = {} } = attack;
  test(`${index + 1}. threat ${row}: ${what} is answered ${status} ${code ?? ''}`, async () => {
    const told = await exchange(ground.url, attack.ask(ground));
    expect(told.status, told.text.slice(0, 500)).toBe(status);
    expect(told.headers.get('x-powered-by')).toBeNull();
    for (const [name, value] of Object.entries(headers)) {
      const found = told.headers.get(name);
      if (value === null || typeof value === 'string') expect(found, name).toBe(value);
      else expect(found ?? '', name).toMatch(value);
    }
    if (code === undefined) return;
    // The procedures tell it under `data`, every other door in the error itself.
    const { message: words, data, ...own } = dataOf(told);
    const { requestId, fields: refused = [], ...rest } = data ?? own;
    expect(rest).toEqual({ code, httpStatus: status });
    expect(told.headers.get('x-request-id')).toBe(requestId);
    if (message) expect(words).toBe(message);
    const found = refused.map((field: { path: string; code: string }) => [field.path, field.code]);
    if (fields) expect(Object.fromEntries(found)).toEqual(fields);
    if (status === 403) expect(await logLine(requestId)).not.toHaveProperty('procedures');
  });
}

/** The line that the app logged of a request, next to what the demo wrote about itself. */
async function logLine(requestId: string): Promise<Record<string, unknown>> {
  const file = join(dirname(process.env.DEMO_FILE || '.data/demo.json'), 'demo-app.log');
  const found = () =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.includes(requestId));
  // The log follows the answer; it is written by another process.
  await expect.poll(() => found().length).toBe(1);
  return JSON.parse(found()[0] ?? 'null');
}

test('threat 1: what is another’s and what does not exist are the same bytes', async () => {
  const [one, other] = await Promise.all(
    [999_999, 1].map((supplierId) =>
      exchange(ground.url, {
        path: queryPath('rateTypes.list', { supplierId }),
        headers: ground.key,
      }),
    ),
  );
  expect(one && bare(one)).toBe(other && bare(other));
});

test('threat 7: a page asked for as data gives a stranger the way to sign in alone', async () => {
  const { url, supplierId, cookie } = ground;
  const path = `/s/${supplierId}/calendar?_rsc`;
  const asData = (headers: Record<string, string>) =>
    exchange(url, { path, headers: { rsc: '1', ...headers } });
  const [own, stranger] = [await asData({ cookie }), await asData({})];
  expect([own.status, stranger.status]).toEqual([200, 200]);
  expect(own.text).toContain('"capabilities":["read"');
  expect(stranger.text).not.toContain('"capabilities":["read"');
  expect(stranger.text).toContain('NEXT_REDIRECT;replace;/sign-in?to=');
});

test('threat 6: a session that was ended is nobody’s with the very next request', async () => {
  const { url, supplierId } = ground;
  const cookie = cookiesOf(await signInOver(url, url, ground));
  const ask = { path: queryPath('rateTypes.list', { supplierId }), headers: { cookie } };
  expect((await exchange(url, ask)).status).toBe(200);
  const headers = { cookie, origin: url, 'content-type': 'application/json' };
  const out = { method: 'POST', path: '/api/auth/sign-out', headers, body: '{}' };
  expect((await exchange(url, out)).status).toBe(200);
  expect((await exchange(url, ask)).status).toBe(401);
});

test('threat a: an unknown address and a wrong password are told alike', async () => {
  const password = 'not the password at all';
  const tell = (email: string) => signInOver(ground.url, ground.url, { email, password });
  const [known, unknown] = [await tell(ground.email), await tell('nobody@example.org')];
  expect([known.status, bare(known)]).toEqual([401, bare(unknown)]);
  const names = ({ headers }: Told) => [...headers.keys()].filter((name) => name !== 'date');
  expect(names(known)).toEqual(names(unknown));
});

/** Rows of the table of threats that are due, each with an attack or a scene of its own. */
const DUE = [
  ...['1', '2', '3', '5', '6', '7', '8', '9', '10', '11', '12', '22', '23', '24', '25', '26', '30'],
  ...['a', 'b', 'c', 'd'],
];
const SCENES = [...TENANTS, ...HOSTILE, ...CANARY_SCENES];

test('every threat that is due has its proof here', () => {
  const rows = new Set([...ATTACKS, ...SCENES].map(({ row }) => row));
  expect([...rows].sort()).toEqual([...DUE].sort());
});

/** Two organisations in an app of their own, in front of an upstream that does as it is told. */
const onStage = test.extend<object, { stage: Stage }>({
  // biome-ignore lint/correctness/noEmptyPattern: playwright reads the names from the pattern
  stage: [async ({}, use) => withStage(use), { scope: 'worker', timeout: 120_000 }],
});

for (const { row, what, play } of SCENES)
  onStage(`threat ${row}: ${what}`, async ({ stage }) => play(stage));
