// @ts-check
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild } from '../lib/build.mjs';
import { closedEnv } from '../lib/env.mjs';
import { assertFree, portFrom } from '../lib/ports.mjs';
import { Supervisor } from '../lib/processes.mjs';
import { ROOT } from '../lib/runtime.mjs';
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
  const port = portFrom('PORT', 3100);
  const stubPort = portFrom('STUB_PORT', 3101);
  const dataDir = resolve(ROOT, process.env.DATA_DIR || '.data');
  const upstream = namedUpstream(process.env);
  await assertFree('PORT', port);
  if (!upstream) await assertFree('STUB_PORT', stubPort);
  supervisor.stopOnSignals();
  mkdirSync(dataDir, { recursive: true });
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
  for (const name of readdirSync(dataDir).filter((file) => OWN_FILES.test(file))) {
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
