// @ts-check

import { Supervisor } from './lib/processes.mjs';
import { enter, ROOT } from './lib/runtime.mjs';

if (await enter(import.meta.url)) {
  const { closedEnv } = await import('./lib/env.mjs');
  const supervisor = new Supervisor();
  supervisor.stopOnSignals();
  const { code } = await supervisor.run({
    name: 'bench',
    command: process.execPath,
    args: ['tests/bench/main.ts', ...process.argv.slice(2)],
    cwd: ROOT,
    env: closedEnv({}),
  });
  process.exitCode = code;
}
