// @ts-check
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { machineEnv } from '../lib/env.mjs';
import { freePort } from '../lib/ports.mjs';
import { Supervisor } from '../lib/processes.mjs';

const START_MS = 240_000;
const STOP_MS = 15_000;

/**
 * Runs a demo on free ports with data of its own, as `npm run demo` would, for as long as the work
 * takes.
 * @template T
 * @param {{ root: string, scratch: string, supervisor: Supervisor }} context
 * @param {(demoFile: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDemo({ root, scratch, supervisor }, work) {
  const dataDir = join(scratch, `demo-${process.hrtime.bigint()}`);
  mkdirSync(dataDir, { recursive: true });
  const demoFile = join(dataDir, 'demo.json');
  const demo = supervisor.start({
    name: 'demo',
    command: process.execPath,
    args: ['scripts/demo.mjs'],
    cwd: root,
    env: {
      ...machineEnv(),
      PORT: String(await freePort()),
      STUB_PORT: String(await freePort()),
      DATA_DIR: dataDir,
    },
    logFile: join(dataDir, 'run.log'),
  });
  let over = false;
  void demo.ended.then(() => {
    over = true;
  });
  const end = Date.now() + START_MS;
  while (!existsSync(demoFile) && !over && Date.now() < end) await pause(100);
  try {
    if (!existsSync(demoFile)) {
      const { tail } = over ? await demo.ended : { tail: `nothing within ${START_MS / 1000} s` };
      throw new Error(`The demo did not start:\n${tail}`);
    }
    return await work(demoFile);
  } finally {
    // Longer than the demo gives its own programs, or they would be left behind.
    await demo.stop(STOP_MS);
  }
}
