import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { machineEnv } from '#scripts/lib/env.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { readDemo } from './support/demo.ts';

const ROOT = process.cwd();
const LEFT_BEHIND = /^(node_modules|\.git|\.data|\.next[/\\](cache|dev))($|[/\\])/;

/** What an operator's own file may hold, and worse. */
const hostile = (folder: string): string => `
DATABASE_URL=file:${join(folder, 'hostile.db')}
DATA_DIR=${join(folder, 'hostile')}
OPENPRO_BASE_URL=https://api.open-pro.fr/tarif/multi/v1
APP_URL=https://example.org
AUTH_SECRET=short
ENCRYPTION_KEYS=none
JOBS_RUNNER=cron
LOG_LEVEL=loud
NODE_OPTIONS=--no-such-option
`;

async function untilEnded(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
  return child.exitCode;
}

test('a demo neither reads nor follows the operator’s own .env.local', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openpro-hostile-'));
  const copy = join(folder, 'checkout');
  const dataDir = join(folder, 'data');
  const filter = (path: string): boolean => !LEFT_BEHIND.test(relative(ROOT, path));
  cpSync(ROOT, copy, { recursive: true, verbatimSymlinks: true, filter });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  for (const name of ['.env.local', '.env.production.local', '.env']) {
    writeFileSync(join(copy, name), hostile(folder));
  }
  const ports = { PORT: String(await freePort()), STUB_PORT: String(await freePort()) };
  const demo = spawn(process.execPath, ['scripts/demo.mjs'], {
    cwd: copy,
    env: { ...machineEnv(), NODE_ENV: 'production', ...ports, DATA_DIR: dataDir },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    const file = join(dataDir, 'demo.json');
    while (!existsSync(file) && demo.exitCode === null) await pause(100);
    const { url, stubUrl, apiKey, supplierIds } = readDemo(file);
    expect([url, stubUrl]).toEqual([
      `http://127.0.0.1:${ports.PORT}`,
      `http://127.0.0.1:${ports.STUB_PORT}`,
    ]);
    const headers = { authorization: `Bearer ${apiKey}` };
    const answer = await fetch(`${url}/api/trpc/suppliers.list`, { headers });
    const { result } = await answer.json();
    expect(result.data.map(({ id }: { id: number }) => id).sort()).toEqual([...supplierIds].sort());
    expect(existsSync(join(folder, 'hostile.db'))).toBe(false);
    expect(existsSync(join(folder, 'hostile'))).toBe(false);
  } finally {
    demo.kill('SIGTERM');
    expect(await untilEnded(demo)).toBe(0);
    rmSync(folder, { recursive: true, force: true });
  }
});
