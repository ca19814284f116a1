import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { closedEnv, machineEnv } from '../lib/env.mjs';
import { forget } from './demo.mjs';
import { demoSecrets } from './secrets.mjs';
import { namedUpstream } from './upstream.mjs';

const named = {
  OPENPRO_BASE_URL: 'http://127.0.0.1:4000/tarif/multi/v1/',
  OPENPRO_API_KEY: 'key',
  OPENPRO_SUPPLIER_IDS: '4001, 4002',
};

describe('upstream of a demo', () => {
  test('is the stub unless another on this machine is named', () => {
    expect(namedUpstream({})).toBeUndefined();
    expect(namedUpstream(named)).toEqual({
      baseUrl: 'http://127.0.0.1:4000/tarif/multi/v1',
      apiKey: 'key',
      supplierIds: [4001, 4002],
    });
  });

  test('is never another machine, and never half named', () => {
    const other = { ...named, OPENPRO_BASE_URL: 'https://api.open-pro.fr/tarif/multi/v1' };
    expect(() => namedUpstream(other)).toThrow('on this machine');
    const trick = { ...named, OPENPRO_BASE_URL: 'http://127.0.0.1.example.org/' };
    expect(() => namedUpstream(trick)).toThrow('on this machine');
    expect(() => namedUpstream({ ...named, OPENPRO_API_KEY: '' })).toThrow('OPENPRO_API_KEY');
    const ids = { ...named, OPENPRO_SUPPLIER_IDS: '4001,x' };
    expect(() => namedUpstream(ids)).toThrow('OPENPRO_SUPPLIER_IDS');
  });
});

describe('environment of a child', () => {
  test('names every variable of the server, so that no file can fill one in', () => {
    const env = closedEnv({ PORT: '3100' });
    expect(env).toMatchObject({ PORT: '3100', OPENAI_API_KEY: '', DATABASE_URL: '', SMTP_URL: '' });
  });

  test('takes nothing from this process but what belongs to the machine', () => {
    const kept = machineEnv({ PATH: '/bin', OPENAI_API_KEY: 'k', npm_config_cache: 'c' });
    expect(kept).toEqual({ PATH: '/bin' });
  });
});

describe('data of a demo', () => {
  test('keeps its secrets, readable by this user only; a reset takes its own files alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'openpro-secrets-'));
    const file = join(folder, 'demo.env');
    const first = demoSecrets(file);
    expect(demoSecrets(file)).toEqual(first);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(first.ENCRYPTION_KEYS.slice(3), 'base64')).toHaveLength(32);
    writeFileSync(join(folder, 'openpro.db'), 'mine');
    forget(folder);
    expect(readFileSync(join(folder, 'openpro.db'), 'utf8')).toBe('mine');
    expect(demoSecrets(file).AUTH_SECRET).not.toBe(first.AUTH_SECRET);
    rmSync(folder, { recursive: true });
  });
});
