import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseEnv } from './env.ts';

const key = (kid: string) => `${kid}:${randomBytes(32).toString('base64')}`;
const least = { AUTH_SECRET: 's'.repeat(32), ENCRYPTION_KEYS: key('k1') };

function problems(extra: Record<string, string | undefined>): string[] {
  const parsed = parseEnv({ ...least, ...extra });
  return parsed.ok ? [] : parsed.problems;
}

test('two secrets are enough to start on this machine', () => {
  const parsed = parseEnv(least);
  expect(parsed).toMatchObject({
    ok: true,
    env: {
      DATABASE_URL: 'file:./.data/openpro.db',
      DATA_DIR: './.data',
      APP_URL: 'http://127.0.0.1:3000',
      PORT: 3000,
      OPENPRO_BASE_URL: 'https://api.open-pro.fr/tarif/multi/v1',
      ALLOW_INSECURE_HTTP: false,
      JOBS_RUNNER: 'inline',
      JOBS_TIME_SCALE: 1,
      OUTBOUND_ALLOW_CIDRS: [],
      ENCRYPTION_KEYS: [{ kid: 'k1', key: expect.any(Uint8Array) }],
    },
  });
});

test('an empty variable is an absent one, and the address follows the port', () => {
  const parsed = parseEnv({ ...least, PORT: '4100', APP_URL: '', CRON_SECRET: '' });
  expect(parsed).toMatchObject({ ok: true, env: { APP_URL: 'http://127.0.0.1:4100' } });
});

test('every problem is told at once, one line each', () => {
  const parsed = parseEnv({ APP_URL: 'http://planning.example.fr', PORT: 'x', AI_PROVIDER: 'y' });
  expect(parsed).toEqual({
    ok: false,
    problems: [
      'PORT must be a number',
      'AUTH_SECRET is missing',
      'ENCRYPTION_KEYS is missing',
      'AI_PROVIDER must be one of openai, anthropic',
      'APP_URL is plain http on a public address: use https, or set ALLOW_INSECURE_HTTP=1',
    ],
  });
});

test('a problem never shows the value', () => {
  const canary = 'canary-value';
  const names = ['AUTH_SECRET', 'ENCRYPTION_KEYS', 'CRON_SECRET', 'DATABASE_URL', 'APP_URL'];
  const further = ['SMTP_URL', 'OPENPRO_BASE_URL', 'PORT', 'LOG_LEVEL', 'OUTBOUND_ALLOW_CIDRS'];
  for (const name of [...names, ...further]) {
    const found = problems({ [name]: canary });
    expect(found, name).toHaveLength(1);
    expect(found[0], name).toMatch(new RegExp(`^${name} `));
    expect(found[0], name).not.toContain(canary);
  }
});

test('plain http is for this machine, unless it is asked for', () => {
  for (const url of ['http://localhost:3000', 'http://127.0.0.5', 'http://[::1]:80']) {
    expect(problems({ APP_URL: url }), url).toEqual([]);
  }
  const insecure = { APP_URL: 'http://10.0.0.4', ALLOW_INSECURE_HTTP: '1' };
  expect(problems(insecure)).toEqual([]);
  for (const url of ['http://127.0.0.1.evil.example', 'http://10.0.0.4', 'http://localhost.fr']) {
    expect(problems({ APP_URL: url }), url).toHaveLength(1);
  }
  for (const url of ['ftp://localhost', 'https://a.fr/app', 'https://u:p@a.fr', 'a.fr']) {
    expect(problems({ APP_URL: url }), url).toHaveLength(1);
  }
});

test('a key goes to the booking API over https or to this machine, nowhere else', () => {
  for (const url of [
    'https://api.open-pro.fr/tarif/multi/v1/',
    'http://127.0.0.1:4500',
    'http://localhost:3000/tarif/multi/v1',
  ]) {
    expect(problems({ OPENPRO_BASE_URL: url }), url).toEqual([]);
  }
  for (const url of [
    'http://api.open-pro.fr/tarif/multi/v1',
    'https://api.open-pro.fr.evil.example',
    'https://evil.example/api.open-pro.fr',
    'https://api.open-pro.fr:8443',
    'https://user@api.open-pro.fr',
    'https://api.open-pro.fr?x=1',
    'https://api.open-pro.fr@evil.example',
    'file:///etc/passwd',
  ]) {
    expect(problems({ OPENPRO_BASE_URL: url }), url).toHaveLength(1);
  }
});

test('encryption keys are named, whole and distinct', () => {
  expect(problems({ ENCRYPTION_KEYS: `${key('k2')}, ${key('k1')}` })).toEqual([]);
  const short = `k1:${randomBytes(31).toString('base64')}`;
  for (const keys of [short, 'k1', `:${key('').slice(1)}`, `${key('a')},${key('a')}`, ',']) {
    expect(problems({ ENCRYPTION_KEYS: keys }).length, keys).toBeGreaterThan(0);
  }
});

test('settings that need another one say so', () => {
  expect(problems({ JOBS_TIME_SCALE: '60' })).toEqual([
    'JOBS_TIME_SCALE is only for an OPENPRO_BASE_URL on this machine',
  ]);
  const local = { OPENPRO_BASE_URL: 'http://127.0.0.1:4500' };
  expect(problems({ JOBS_TIME_SCALE: '60', ...local })).toEqual([]);
  expect(problems({ JOBS_RUNNER: 'cron' })).toHaveLength(1);
  expect(problems({ JOBS_RUNNER: 'cron', CRON_SECRET: 'c'.repeat(16) })).toEqual([]);
});

test('addresses of databases and ranges are checked', () => {
  for (const url of ['file:./a.db', 'libsql://x.turso.io', 'http://127.0.0.1:8080']) {
    expect(problems({ DATABASE_URL: url }), url).toEqual([]);
  }
  for (const url of ['file:', ':memory:', 'file::memory:', 'postgres://x', '/tmp/a.db']) {
    expect(problems({ DATABASE_URL: url }), url).not.toEqual([]);
  }
  expect(problems({ OUTBOUND_ALLOW_CIDRS: '127.0.0.1/32, fd00::/8' })).toEqual([]);
  for (const list of ['127.0.0.1', '127.0.0.1/33', '::1/129', 'a/8', '1.2.3.4/8/8']) {
    expect(problems({ OUTBOUND_ALLOW_CIDRS: list }), list).toHaveLength(1);
  }
});
