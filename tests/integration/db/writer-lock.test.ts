import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireWriterLock, DatabaseLockedError } from '#server/db/writer-lock.ts';

const details = { startedAt: 'now', adminUrl: 'http://127.0.0.1:1/api/admin', tokenFile: null };
let file = '';

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'openpro-lock-')), 'my data 100%', 'app.db');
});

afterEach(() => rmSync(join(file, '../..'), { recursive: true, force: true }));

function startHolder(): ChildProcess {
  const script = resolve(import.meta.dirname, '../../support/hold-lock.ts');
  return spawn(process.execPath, [script, file], { stdio: ['pipe', 'pipe', 'inherit'] });
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [data] = await once(child.stdout ?? child, 'data');
  return String(data).trim();
}

test('a second process is refused and told which one holds the file', async () => {
  const holder = startHolder();
  expect(await firstLine(holder)).toBe('held');
  const refused = await acquireWriterLock(file, details).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(DatabaseLockedError);
  expect(refused).toMatchObject({ file, holder: { pid: holder.pid, startedAt: 'then' } });
  const rival = startHolder();
  expect(await firstLine(rival)).toBe(`The database ${file} is in use by process ${holder.pid}`);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
});

test('a killed holder leaves the file free, again and again', async () => {
  for (let i = 0; i < 5; i++) {
    const holder = startHolder();
    expect(await firstLine(holder)).toBe('held');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const lock = await acquireWriterLock(file, details);
    expect(lock.holder.pid).toBe(process.pid);
    lock.release();
  }
});

test('of processes that start together exactly one gets the file', async () => {
  const rivals = Array.from({ length: 4 }, startHolder);
  const lines = await Promise.all(rivals.map(firstLine));
  expect(lines.filter((line) => line === 'held')).toHaveLength(1);
  const ends = rivals
    .filter((rival) => rival.exitCode === null)
    .map(async (rival) => {
      const ended = once(rival, 'exit');
      rival.kill('SIGKILL');
      await ended;
    });
  await Promise.all(ends);
});

test('one process cannot hold it twice, and gives it back with its description', async () => {
  const lock = await acquireWriterLock(file, details);
  await expect(acquireWriterLock(file, details)).rejects.toThrow(`process ${process.pid}`);
  lock.release();
  lock.release();
  expect(existsSync(`${file}.lock.json`)).toBe(false);
  (await acquireWriterLock(file, details)).release();
});
