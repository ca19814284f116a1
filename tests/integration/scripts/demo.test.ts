import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { machineEnv } from '#scripts/lib/env.mjs';
import { freePort } from '#scripts/lib/ports.mjs';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const HOLD_LOCK = join(ROOT, 'tests/support/hold-lock.ts');

const ports = async () => ({
  PORT: String(await freePort()),
  STUB_PORT: String(await freePort()),
});

/** Runs an entry to its end. */
function run(
  script: string,
  env: Record<string, string>,
  args: readonly string[] = [],
): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join('scripts', script), ...args], {
      cwd: ROOT,
      env: { ...machineEnv(), NODE_ENV: 'production', ...env },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
    }
    child.on('close', (code) => resolve({ code: code ?? 1, text }));
  });
}

describe('npm run demo', () => {
  test('says which port is taken, before it builds anything', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const data = mkdtempSync(join(tmpdir(), 'openpro-busy-'));
    const { code, text } = await run('demo.mjs', { PORT: String(port), DATA_DIR: data });
    server.close();
    rmSync(data, { recursive: true });
    expect(code).toBe(1);
    expect(text).toContain(`Port ${port} is taken`);
    expect(text).not.toContain('Building');
  });

  test.each([
    ['demo', []],
    ['demo', ['--reset']],
    ['demo.db', ['--reset']],
  ])('leaves alone what another process works with: %s %j', async (locked, args) => {
    const data = mkdtempSync(join(tmpdir(), 'openpro-running-'));
    const kept = ['demo.json', 'demo.env', 'demo.db'];
    for (const name of kept) writeFileSync(join(data, name), 'live');
    const holder = spawn(process.execPath, [HOLD_LOCK, join(data, locked)]);
    await once(holder.stdout, 'data');
    const { code, text } = await run('demo.mjs', { ...(await ports()), DATA_DIR: data }, args);
    holder.kill('SIGKILL');
    expect(code).toBe(1);
    const [, line, ...more] = text.trim().split('\n');
    expect(line).toContain(`The data in ${data} is in use by process ${holder.pid}`);
    expect(more).toEqual([]);
    for (const name of kept) expect(readFileSync(join(data, name), 'utf8')).toBe('live');
    rmSync(data, { recursive: true });
  });

  test('refuses one port for both programs, before it builds anything', async () => {
    const { PORT } = await ports();
    const { code, text } = await run('demo.mjs', { PORT, STUB_PORT: PORT });
    expect(code).toBe(1);
    expect(text.trim().split('\n')).toHaveLength(2);
    expect(text).toContain(`PORT and STUB_PORT must differ; both are ${PORT}.`);
  });

  test('refuses an upstream on another machine', async () => {
    const { code, text } = await run('demo.mjs', { OPENPRO_BASE_URL: 'https://example.org/v1' });
    expect(code).toBe(1);
    expect(text).toContain('on this machine');
  });
});

describe('npm start', () => {
  test('names each variable that is missing or wrong on a line of its own, and ends', async () => {
    const bad = { LOG_LEVEL: 'loud', AUTH_SECRET: 'short', ENCRYPTION_KEYS: 'none', PORT: '0' };
    const { code, text } = await run('start.mjs', bad);
    expect(code).toBe(1);
    for (const name of Object.keys(bad)) {
      expect(text.split('\n').filter((line) => line.startsWith(name))).toHaveLength(1);
    }
  });
});
