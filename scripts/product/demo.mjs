// @ts-check
import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild } from '../lib/build.mjs';
import { closedEnv } from '../lib/env.mjs';
import { assertPortsFree, instancePorts } from '../lib/ports.mjs';
import { Supervisor } from '../lib/processes.mjs';
import { ROOT } from '../lib/runtime.mjs';
import { keepDataFolder, LOCK_FILES } from './data-lock.mjs';
import { startInstance } from './instance.mjs';
import { namedUpstream } from './upstream.mjs';

/** What the demo writes; everything else in its folder is somebody else's. */
const OWN_FILES = /^(demo\.|demo-|stub-)/;

/**
 * `npm run demo`: the product with the stub server and made-up suppliers.
 * @param {string[]} args
 * @returns {Promise<void>}
 */
export async function demo(args) {
  const supervisor = new Supervisor();
  try {
    await run(supervisor, args);
  } catch (error) {
    if (supervisor.stopping) return;
    await supervisor.stop();
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

/**
 * @param {Supervisor} supervisor
 * @param {string[]} args
 */
async function run(supervisor, args) {
  const { values } = parseArgs({ args, options: { reset: { type: 'boolean', default: false } } });
  const dataDir = resolve(ROOT, process.env.DATA_DIR || '.data');
  const upstream = namedUpstream(process.env);
  const withStub = upstream === undefined;
  const { port, stubPort } = instancePorts({ withStub });
  supervisor.stopOnSignals();
  await keepDataFolder(dataDir, `http://127.0.0.1:${port}`);
  await assertPortsFree({ port, stubPort, withStub });
  if (values.reset) forget(dataDir);
  rmSync(join(dataDir, 'demo.json'), { force: true });
  await ensureBuild({ root: ROOT, env: closedEnv({}), supervisor });
  const started = { root: ROOT, supervisor, port, stubPort, dataDir, upstream };
  const { instance, ended } = await startInstance({ ...started, mode: 'start' });
  console.log(
    `\nOpenPro runs at ${instance.url}\n` +
      `  sign in with  ${instance.email}  /  ${instance.password}\n` +
      `  API key       ${instance.apiKey}\n` +
      `  upstream      ${instance.stubUrl}${upstream ? '' : ' (stub)'}\n` +
      `  data          ${dataDir}\n` +
      'Ctrl+C stops it; the data stays. npm run demo -- --reset starts over.',
  );
  const end = await ended;
  if (supervisor.stopping) return;
  throw new Error(`The ${end.name} ended with code ${end.code}:\n${end.tail}`);
}

/**
 * Removes the data of earlier demos.
 * @param {string} dataDir
 */
export function forget(dataDir) {
  for (const name of readdirSync(dataDir)) {
    if (!OWN_FILES.test(name) || LOCK_FILES.test(name)) continue;
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
