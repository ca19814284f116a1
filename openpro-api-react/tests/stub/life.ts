import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Json } from '../../stub-server/json.ts';
import { fingerprint, ready, start } from './process.ts';
import { type Answer, call } from './support.ts';

const KEY = 'k';

/** A stub in a process of its own, as a demo starts it. */
export interface Life {
  origin: string;
  /** What it printed before it was ready. */
  before: string[];
  api(method: string, path: string, body?: Json, key?: string): Promise<Answer>;
  control(method: string, path: string, body?: Json): Promise<Answer>;
  /** Of the seed `house`. */
  fingerprint(): Promise<string>;
  /** Ends it as a power switch would. */
  kill(): Promise<void>;
}

/** An empty folder of one test. */
export async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'stub-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return dir;
}

/** Starts a stub that keeps its data in a folder. */
export async function live(dir: string, more: string[] = ['--seed', 'house']): Promise<Life> {
  const args = ['--port', '0', '--data-dir', dir, '--api-key', KEY, ...more];
  const { child, line, before, exit } = await start(args);
  const url = String(ready(line).url);
  const { origin } = new URL(url);
  return {
    origin,
    before,
    api: (method, path, body, key = KEY) => call(`${url}/${path}`, method, body, { key }),
    control: (method, path, body) => call(`${origin}/__stub/${path}`, method, body),
    fingerprint: () => fingerprint(url, KEY, 61001),
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
