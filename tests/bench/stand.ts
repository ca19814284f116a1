import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild, NEXT_BIN } from '#scripts/lib/build.mjs';
import { closedEnv } from '#scripts/lib/env.mjs';
import { untilAnswers } from '#scripts/lib/http.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import type { Supervisor } from '#scripts/lib/processes.mjs';
import { ROOT } from '#scripts/lib/runtime.mjs';
import { type Api, clientOf } from '#tests/support/world.ts';
import { type Running, residentMb, startProgram } from './processes.ts';

const HOST = '127.0.0.1';
const START_MS = 60_000;
const API_PATH = '/tarif/multi/v1';
const UPSTREAM_KEY = 'bench-upstream-key';

/** The suppliers of the stub by what they stand for. */
export const SUPPLIERS = { house: 61_001, hotel: 63_003, campsite: 64_004 } as const;

export type SupplierName = keyof typeof SUPPLIERS;

/** A refresh, with the calls that the stub says it answered. */
export interface MeasuredRefresh {
  readonly ms: number;
  readonly calls: number;
}

/** The product on its production build, with the stub as upstream, all in a folder of its own. */
export interface Stand {
  readonly directory: string;
  readonly url: string;
  readonly app: Running;
  readonly apiKey: string;
  readonly email: string;
  readonly password: string;
  readonly databaseFile: string;
  readonly api: Api;
  /** The stub: its API with the key it wants, and its control routes. */
  readonly upstream: { readonly url: string; readonly apiKey: string; readonly control: string };
  /** Resident memory of the server right after its first answer, in MB; null without /proc. */
  readonly residentAtStart: number | null;
  /** Adds one of the stub's suppliers and reads it for the first time; later that is only told. */
  addSupplier(name: SupplierName): Promise<MeasuredRefresh>;
  /** Reads a supplier again. */
  refresh(name: SupplierName): Promise<MeasuredRefresh>;
  /** Removes its folder, once its programs have ended. */
  clear(): void;
}

/** Builds what has to be built and starts the stub and the product. */
export async function startStand(supervisor: Supervisor): Promise<Stand> {
  await ensureBuild({ root: ROOT, env: closedEnv({}), supervisor });
  const directory = mkdtempSync(join(tmpdir(), 'openpro-bench-'));
  const stub = await startStub(directory);
  const port = await freePort();
  const env = productEnv(directory, port, `${stub.origin}${API_PATH}`);
  const login = { email: 'bench@example.org', password: randomBytes(12).toString('base64url') };
  const apiKey = await seed(supervisor, env, login);
  const app = startProgram({
    name: 'app',
    args: [NEXT_BIN, 'start', '-H', HOST, '-p', String(port)],
    cwd: ROOT,
    env: { ...env, NODE_ENV: 'production' },
    logFile: join(directory, 'app.log'),
  });
  const url = `http://${HOST}:${port}`;
  await untilAnswers(`${url}/api/health`, { ...app, withinMs: START_MS });
  const api = clientOf(url, apiKey);
  await api.suppliers.list.query();
  const residentAtStart = residentMb(app.pid);
  const refresh = (name: SupplierName) => measureRefresh(api, stub.origin, name);
  const added = new Map<SupplierName, MeasuredRefresh>();
  return {
    ...{ directory, url, app, api, apiKey, ...login },
    upstream: {
      url: stub.origin + API_PATH,
      apiKey: UPSTREAM_KEY,
      control: `${stub.origin}/__stub`,
    },
    ...{ residentAtStart, refresh, databaseFile: join(directory, 'bench.db') },
    async addSupplier(name) {
      const known = added.get(name);
      if (known !== undefined) return known;
      await addSupplier(supervisor, env, name);
      const first = await refresh(name);
      added.set(name, first);
      return first;
    },
    clear: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function productEnv(directory: string, port: number, upstream: string): Record<string, string> {
  return closedEnv({
    DATABASE_URL: `file:${join(directory, 'bench.db')}`,
    DATA_DIR: directory,
    APP_URL: `http://${HOST}:${port}`,
    PORT: String(port),
    AUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    CRON_SECRET: randomBytes(24).toString('base64url'),
    OPENPRO_BASE_URL: upstream,
    JOBS_RUNNER: 'inline',
    // One client asks for everything here; the limits are for many.
    RATE_LIMIT_SCALE: '10000',
  });
}

async function startStub(directory: string): Promise<{ origin: string; running: Running }> {
  const port = await freePort();
  const running = startProgram({
    name: 'stub server',
    args: [
      join(ROOT, 'openpro-api-react/stub-server/main.ts'),
      ...['--port', String(port), '--data-dir', directory, '--api-key', UPSTREAM_KEY],
    ],
    cwd: ROOT,
    env: closedEnv({}),
    logFile: join(directory, 'stub.log'),
  });
  const origin = `http://${HOST}:${port}`;
  await untilAnswers(`${origin}/__stub/status`, { ...running, withinMs: START_MS });
  return { origin, running };
}

async function measureRefresh(
  api: Api,
  origin: string,
  name: SupplierName,
): Promise<MeasuredRefresh> {
  const supplierId = SUPPLIERS[name];
  const calls = async () => {
    const answer = await fetch(`${origin}/__stub/calls`);
    if (!answer.ok) throw new Error(`The stub's calls: ${answer.status}`);
    const all = (await answer.json()) as { path: string }[];
    return all.filter(({ path }) => path.includes(`/fournisseur/${supplierId}/`)).length;
  };
  const before = await calls();
  const startedAt = performance.now();
  const { warnings } = await api.suppliers.refresh.mutate({ supplierId });
  const ms = performance.now() - startedAt;
  if (warnings.length > 0) throw new Error(`Refresh of ${name}: ${JSON.stringify(warnings[0])}`);
  return { ms, calls: (await calls()) - before };
}

/** An owner and an API key, through the same script as the demo's. */
async function seed(
  supervisor: Supervisor,
  env: Record<string, string>,
  login: { email: string; password: string },
): Promise<string> {
  const plan = { ...login, apiKey: null, upstreamKey: UPSTREAM_KEY, supplierIds: [] };
  const output = await script(supervisor, 'scripts/demo-seed.ts', [], {
    ...env,
    DEMO_SEED: JSON.stringify(plan),
  });
  const said: { apiKey: string } = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  return said.apiKey;
}

async function addSupplier(
  supervisor: Supervisor,
  env: Record<string, string>,
  name: SupplierName,
): Promise<void> {
  const args = ['--supplier', String(SUPPLIERS[name]), '--name', name, '--key-env', 'UPSTREAM_KEY'];
  await script(supervisor, 'scripts/cli.ts', ['supplier:add', ...args], { ...env, UPSTREAM_KEY });
}

async function script(
  supervisor: Supervisor,
  file: string,
  args: string[],
  env: Record<string, string>,
): Promise<string> {
  const { code, tail, output } = await supervisor.run({
    name: file,
    command: process.execPath,
    args: [join(ROOT, file), ...args],
    cwd: ROOT,
    env,
    capture: true,
  });
  if (code !== 0) throw new Error(`${file} ended with code ${code}:\n${tail}`);
  return output;
}
