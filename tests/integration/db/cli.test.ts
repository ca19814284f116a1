import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerAdmin } from '#server/commands/admin-door.ts';
import { type App, openApp } from '#server/composition.ts';
import { apiKey, connection, supplier, user } from '#server/db/schema/index.ts';
import { parseEnv } from '#server/env.ts';
import { freePort } from '#tests/support/database.ts';
import { serve } from '#tests/support/http.ts';

// Every command is a process of its own that loads the whole back end.
vi.setConfig({ testTimeout: 120_000 });
afterAll(() => vi.resetConfig());

const ROOT = resolve(import.meta.dirname, '../../..');
const KEY = 'osk-live-canary-1234';
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'openpro-cli-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function variables(port = 3000): Record<string, string> {
  return {
    DATABASE_URL: `file:${join(directory, 'app.db')}`,
    DATA_DIR: directory,
    AUTH_SECRET: '0123456789abcdefghijklmnopqrstuvwxyz',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 5).toString('base64')}`,
    PORT: String(port),
    LOG_LEVEL: 'silent',
  };
}

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in a folder without settings files. */
async function cli(
  args: readonly string[],
  extra: { stdin?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const env = { ...process.env, ...variables(), ...extra.env };
  const script = join(ROOT, 'scripts/cli.ts');
  const child = spawn(process.execPath, [script, ...args], { cwd: directory, env });
  child.stdin.end(extra.stdin ?? '');
  const exit = once(child, 'exit');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await exit;
  return { code, out, err };
}

async function openHere(port: number): Promise<App> {
  const parsed = parseEnv(variables(port));
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return openApp({ env: parsed.env, root: ROOT, withAdminDoor: true });
}

test('an operator sets a fresh installation up from the command line', async () => {
  const doctor = await cli(['doctor', '--json']);
  expect(doctor.code).toBe(1);
  expect(JSON.parse(doctor.out)).toMatchObject({ ok: false });
  expect((await cli(['db:migrate'])).out).toMatch(/^\d+ migrations applied/);
  const person = ['--email', 'anne@example.fr', '--name', 'Anne', '--json'];
  const made = JSON.parse((await cli(['user:create', ...person])).out);
  expect(made).toMatchObject({ ok: true, email: 'anne@example.fr' });
  expect(made.password).toMatch(/^[\w-]{20}$/);
  const again = await cli(['user:create', ...person]);
  expect(again.code).toBe(1);
  expect(JSON.parse(again.out)).toMatchObject({ error: { code: 'CONFLICT' } });
  const env = { MY_KEY: KEY };
  const viaEnv = await cli(['supplier:add', '--supplier', '47', '--key-env', 'MY_KEY'], { env });
  expect(viaEnv).toEqual({ code: 0, out: 'Supplier 47 was added\n', err: '' });
  expect((await cli(['api-key:create', '--name', 'Site'])).out).toMatch(/: opk_[\w-]{43}\n$/);
  const app = await openHere(1);
  const kept = await app.database.db.select().from(connection);
  expect(kept.map((row) => row.keyLastFour)).toEqual(['1234']);
  app.close();
});

test('a given password is used, is not repeated, and may come from standard input', async () => {
  const person = ['--email', 'anne@example.fr', '--name', 'Anne'];
  const short = await cli(['user:create', ...person, '--password', '-'], { stdin: 'too short' });
  expect(short.code).toBe(1);
  expect(short.err).toMatch(/^password: /);
  const password = 'a long enough password';
  const made = await cli(['user:create', ...person, '--password', '-'], { stdin: password });
  expect(made.code).toBe(0);
  expect(made.out).not.toContain(password);
});

test('while the app runs, commands go through it and it stays the only writer', async () => {
  const port = await freePort();
  const app = await openHere(port);
  const door = await serve(
    (request) =>
      answerAdmin(app, app.adminToken, request, new URL(request.url).pathname.split('/')[3] ?? ''),
    port,
  );
  const made = await cli(['user:create', '--email', 'anne@example.fr', '--name', 'Anne']);
  expect(made.code).toBe(0);
  const added = await cli(['supplier:add', '--supplier', '47'], { stdin: KEY });
  expect(added).toEqual({ code: 0, out: 'Supplier 47 was added\n', err: '' });
  await cli(['api-key:create', '--name', 'Site']);
  expect((await cli(['doctor'])).out).toContain(`held by process ${process.pid}`);
  expect((await cli(['secrets:rotate'])).out).toBe('0 keys sealed again under k1\n');
  const { db } = app.database;
  expect(await db.select().from(user)).toHaveLength(1);
  expect(await db.select().from(supplier)).toHaveLength(1);
  expect(await db.select().from(apiKey)).toHaveLength(1);
  await door.stop();
  app.close();
});

test('the door of commands opens to the token alone, on this machine', async () => {
  const port = await freePort();
  const app = await openHere(port);
  const tokenFile = join(directory, 'admin-token');
  const token = readFileSync(tokenFile, 'utf8');
  expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
  expect(statSync(join(directory, 'app.db')).mode & 0o777).toBe(0o600);
  const ask = async (headers: Record<string, string>, body = '{}') => {
    const authorization = `Bearer ${token}`;
    const all = new Headers({ host: `127.0.0.1:${port}`, authorization, ...headers });
    const url = `http://127.0.0.1:${port}/api/admin/doctor`;
    const request = new Request(url, { method: 'POST', headers: all, body });
    return (await answerAdmin(app, app.adminToken, request, 'doctor')).status;
  };
  expect(await ask({})).toBe(200);
  expect(await ask({ 'x-forwarded-for': '::1' })).toBe(200);
  expect(await ask({ authorization: `Bearer ${token}x` })).toBe(401);
  expect(await ask({ authorization: 'Bearer undefined' })).toBe(401);
  expect(await ask({ authorization: token })).toBe(401);
  expect(await ask({ host: 'planning.example.fr' })).toBe(404);
  expect(await ask({ 'x-forwarded-for': '203.0.113.9' })).toBe(404);
  expect(await ask({ forwarded: 'for=127.0.0.1' })).toBe(404);
  expect(await ask({}, '[1]')).toBe(400);
  expect(await ask({}, JSON.stringify({ a: 'x'.repeat(70_000) }))).toBe(400);
  const closed = await answerAdmin(app, null, new Request('http://127.0.0.1/'), 'doctor');
  expect(closed.status).toBe(404);
  app.close();
});

test('bad variables and unknown options are named, one line each', async () => {
  const env = { AUTH_SECRET: 'canary', ENCRYPTION_KEYS: '' };
  const broken = await cli(['doctor'], { env });
  expect(broken.code).toBe(1);
  expect(broken.err.trim().split('\n')).toEqual([
    'AUTH_SECRET must have at least 32 characters',
    'ENCRYPTION_KEYS is missing',
  ]);
  const unknown = await cli(['supplier:add', '--key', KEY]);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain("Unknown option '--key'");
  expect((await cli([])).code).toBe(2);
});
