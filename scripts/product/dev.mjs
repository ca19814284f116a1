// @ts-check
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assertPortsFree, instancePorts } from '../lib/ports.mjs';
import { Supervisor } from '../lib/processes.mjs';
import { ROOT } from '../lib/runtime.mjs';
import { startInstance } from './instance.mjs';
import { namedUpstream } from './upstream.mjs';

/**
 * `npm run dev`: hot reload, the stub server, and a database that lives as long as the process.
 * @returns {Promise<void>}
 */
export async function dev() {
  const supervisor = new Supervisor();
  const parent = join(ROOT, '.data', 'dev');
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const dataDir = mkdtempSync(join(parent, 'run-'));
  const clean = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const upstream = namedUpstream(process.env);
    const withStub = upstream === undefined;
    const { port, stubPort } = instancePorts({ withStub });
    await assertPortsFree({ port, stubPort, withStub });
    supervisor.stopOnSignals(clean);
    const plan = { root: ROOT, supervisor, port, stubPort, dataDir, upstream };
    const { instance, ended } = await startInstance({ ...plan, mode: 'dev' });
    console.log(`\n${instance.url}  sign in with  ${instance.email}  /  ${instance.password}`);
    const end = await ended;
    if (supervisor.stopping) return;
    throw new Error(`The ${end.name} ended with code ${end.code}.`);
  } catch (error) {
    if (supervisor.stopping) return;
    await supervisor.stop();
    clean();
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
