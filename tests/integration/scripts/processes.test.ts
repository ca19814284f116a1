import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../support/scripts/supervised.ts');

interface Supervised {
  readonly child: ChildProcess;
  /** What the two programs have said so far; complete once `ended`. */
  readonly lines: readonly string[];
  /** Both programs and their supervisor are gone: nobody holds the pipe any more. */
  readonly ended: Promise<unknown>;
}

/** Starts a supervisor with two programs, and answers when both run. */
async function supervised(): Promise<Supervised> {
  const child = spawn(process.execPath, [SCRIPT], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lines: string[] = [];
  const both = new Promise<void>((done) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (lines.push(line) === 2) done();
    });
  });
  onTestFinished(() => {
    for (const line of lines) endNow(Number(/ runs (\d+)$/.exec(line)?.[1]));
    child.kill('SIGKILL');
  });
  await both;
  return { child, lines, ended };
}

/** Ends a program that a failed test left behind. */
function endNow(pid: number): void {
  if (Number.isNaN(pid)) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone, as it should be.
  }
}

test('the app has ended before the stub that it talks to is asked to', async () => {
  const { child, lines, ended } = await supervised();
  child.kill('SIGTERM');
  await ended;
  expect(lines.slice(2)).toEqual(['app ends', 'stub ends']);
});

test('a killed supervisor leaves no program behind', async () => {
  const { child, lines, ended } = await supervised();
  child.kill('SIGKILL');
  await ended;
  expect(lines.slice(2).sort()).toEqual(['app ends', 'stub ends']);
});
