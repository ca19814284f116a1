import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Supervisor } from '#scripts/lib/processes.mjs';
import { keepDataFolder } from '#scripts/product/data-lock.mjs';
import { demoSecrets } from '#scripts/product/secrets.mjs';
import { openDatabase } from '#server/db/client.ts';

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'openpro-modes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('the folder of the data and what is written into it are for this user only', async () => {
  const dataDir = join(scratch(), 'deep', 'data');
  await keepDataFolder(dataDir, 'http://127.0.0.1:1');
  expect(modeOf(dataDir)).toBe('700');
  const database = await openDatabase({ url: `file:${join(dataDir, 'demo.db')}` });
  database.close();
  demoSecrets(join(dataDir, 'demo.env'));
  const logFile = join(dataDir, 'demo-app.log');
  const program = { name: 'program', command: process.execPath, args: ['--version'], env: {} };
  expect((await new Supervisor().run({ ...program, logFile })).code).toBe(0);
  // The locks hold nothing.
  const kept = readdirSync(dataDir).filter((name) => !/\.lock(-journal)?$/.test(name));
  expect(kept).toEqual(expect.arrayContaining(['demo-app.log', 'demo.db', 'demo.env']));
  for (const name of kept) expect([name, modeOf(join(dataDir, name))]).toEqual([name, '600']);
});

test('a folder that is there already keeps the mode that its owner gave it', async () => {
  const dataDir = join(scratch(), 'data');
  mkdirSync(dataDir);
  chmodSync(dataDir, 0o750);
  await keepDataFolder(dataDir, 'http://127.0.0.1:1');
  expect(modeOf(dataDir)).toBe('750');
});
