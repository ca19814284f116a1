import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isBuilt, NEXT_BIN, noteBuild, sourceStamp } from '#scripts/lib/build.mjs';
import { closedEnv } from '#scripts/lib/env.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import type { Supervisor } from '#scripts/lib/processes.mjs';
import { ROOT } from '#scripts/lib/runtime.mjs';
import { type Running, startProgram } from '../processes.ts';
import type { Stand } from '../stand.ts';

const HOST = '127.0.0.1';
const START_MS = 60_000;
// Next reads some of its files from the working directory, so that is the bare app's own.
const BARE_NEXT = join(ROOT, 'tests/bench/bare-next');
const NEXT = join(ROOT, NEXT_BIN);

/** A server that does the least, to compare with. */
export interface BareServer {
  readonly url: string;
  readonly running: Running;
}

/** Starts the bare node:http server on a plan. */
export async function startBareHttp(stand: Stand, planFile: string): Promise<BareServer> {
  const port = await freePort();
  const file = join(import.meta.dirname, 'bare-http.ts');
  return startBare(stand, 'bare node:http', port, [file, planFile, String(port)], closedEnv({}));
}

/** Builds the bare Next app where its sources changed, and starts it on a plan. */
export async function startBareNext(
  stand: Stand,
  supervisor: Supervisor,
  planFile: string,
): Promise<BareServer> {
  await ensureBareNext(supervisor);
  const port = await freePort();
  const args = [NEXT, 'start', '-H', HOST, '-p', String(port)];
  const env = closedEnv({ BENCH_PLAN: planFile, NODE_ENV: 'production' });
  return startBare(stand, 'bare Next', port, args, env);
}

async function ensureBareNext(supervisor: Supervisor): Promise<void> {
  const version = readFileSync(join(ROOT, 'node_modules/next/package.json'), 'utf8');
  const baseline = readFileSync(join(import.meta.dirname, 'answer.ts'), 'utf8');
  const stamp = [sourceStamp(BARE_NEXT), version, baseline].join('\n');
  if (isBuilt(BARE_NEXT, stamp)) return;
  console.log('Building the bare Next app …');
  const { code, tail } = await supervisor.run({
    name: 'bare build',
    command: process.execPath,
    args: [NEXT, 'build'],
    cwd: BARE_NEXT,
    env: { ...closedEnv({}), NODE_ENV: 'production' },
    capture: true,
  });
  if (code !== 0) throw new Error(`The bare Next app was not built:\n${tail}`);
  noteBuild(BARE_NEXT, stamp);
}

async function startBare(
  { directory, apiKey }: Stand,
  name: string,
  port: number,
  args: string[],
  env: Record<string, string>,
): Promise<BareServer> {
  const logFile = join(directory, `${name.replaceAll(/\W/g, '-')}.log`);
  const running = startProgram({ name, args, cwd: BARE_NEXT, env, logFile });
  const url = `http://${HOST}:${port}/calendar`;
  const ready = `${url}?of=house`;
  await untilAnswersWithKey(ready, apiKey, running);
  return { url, running };
}

async function untilAnswersWithKey(url: string, apiKey: string, running: Running): Promise<void> {
  const end = Date.now() + START_MS;
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  while (Date.now() < end && !over) {
    const headers = { authorization: `Bearer ${apiKey}` };
    const answer = await fetch(url, { headers }).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${running.name} did not answer:\n${over ? (await running.ended).tail : ''}`);
}
