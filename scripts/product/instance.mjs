// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEXT_BIN } from '../lib/build.mjs';
import { closedEnv, machineEnv } from '../lib/env.mjs';
import { untilAnswers } from '../lib/http.mjs';
import { firstRead } from './first-read.mjs';
import { demoSecrets, keepSecrets } from './secrets.mjs';

const HOST = '127.0.0.1';
const START_MS = 60_000;
const STUB_API_KEY = 'stub-key';
const API_PATH = '/tarif/multi/v1';

/**
 * What a running instance is called with; also the content of demo.json.
 * @typedef {{ url: string, stubUrl: string, email: string, password: string, apiKey: string, supplierIds: number[] }} Instance
 *
 * @typedef {object} Plan
 * @property {string} root
 * @property {import('../lib/processes.mjs').Supervisor} supervisor
 * @property {number} port
 * @property {number} stubPort
 * @property {string} dataDir
 * @property {import('./upstream.mjs').Upstream | undefined} upstream
 * @property {'start' | 'dev'} mode
 */

/**
 * The environment of the app in a demo: complete, so that nothing of the operator's own reaches it.
 * @param {{ port: number, dataDir: string, baseUrl: string, secrets: import('./secrets.mjs').DemoSecrets }} plan
 * @returns {Record<string, string>}
 */
export function demoEnv({ port, dataDir, baseUrl, secrets }) {
  return closedEnv({
    DATABASE_URL: `file:${join(dataDir, 'demo.db')}`,
    DATA_DIR: dataDir,
    APP_URL: `http://${HOST}:${port}`,
    PORT: String(port),
    AUTH_SECRET: secrets.AUTH_SECRET,
    ENCRYPTION_KEYS: secrets.ENCRYPTION_KEYS,
    CRON_SECRET: secrets.CRON_SECRET,
    OPENPRO_BASE_URL: baseUrl,
    JOBS_RUNNER: 'inline',
    JOBS_TIME_SCALE: '0.05',
    // Tests and programs being written ask for more than people do.
    RATE_LIMIT_SCALE: '100',
  });
}

/**
 * Starts the stub (unless another upstream is named), seeds, starts the app, waits until it has
 * read every supplier once, and writes demo.json.
 * @param {Plan} plan
 * @returns {Promise<{ instance: Instance, ended: Promise<{ code: number, tail: string, name: string }> }>}
 */
export async function startInstance(plan) {
  const { dataDir, port } = plan;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const secretsFile = join(dataDir, 'demo.env');
  const secrets = demoSecrets(secretsFile);
  const stub = plan.upstream ? undefined : await startStub(plan);
  const upstream = plan.upstream ?? stub?.upstream;
  if (!upstream) throw new Error('No upstream.');
  const env = demoEnv({ port, dataDir, baseUrl: upstream.baseUrl, secrets });
  const apiKey = await seed(plan, env, { secrets, upstream });
  if (apiKey !== secrets.DEMO_API_KEY) {
    keepSecrets(secretsFile, { ...secrets, DEMO_API_KEY: apiKey });
  }
  const app = startApp(plan, env);
  const url = `http://${HOST}:${port}`;
  await untilAnswers(`${url}/api/health`, { ended: app, name: 'app', withinMs: START_MS });
  await firstRead({ url, apiKey, supplierIds: upstream.supplierIds });
  const instance = {
    url,
    stubUrl: new URL(upstream.baseUrl).origin,
    email: secrets.DEMO_EMAIL,
    password: secrets.DEMO_PASSWORD,
    apiKey,
    supplierIds: upstream.supplierIds,
  };
  writeFileSync(join(dataDir, 'demo.json'), `${JSON.stringify(instance, null, 2)}\n`, {
    mode: 0o600,
  });
  const named = [app.then((end) => ({ ...end, name: 'app' }))];
  if (stub) named.push(stub.ended.then((end) => ({ ...end, name: 'stub' })));
  return { instance, ended: Promise.race(named) };
}

/** @param {Plan} plan */
async function startStub({ root, supervisor, stubPort, dataDir }) {
  const { ended } = supervisor.start({
    name: 'stub',
    command: process.execPath,
    args: [
      join(root, 'openpro-api-react/stub-server/main.ts'),
      ...['--port', String(stubPort), '--data-dir', dataDir, '--api-key', STUB_API_KEY],
    ],
    cwd: root,
    env: machineEnv(),
    logFile: join(dataDir, 'demo-stub.log'),
  });
  const origin = `http://${HOST}:${stubPort}`;
  const status = `${origin}/__stub/status`;
  await untilAnswers(status, { ended, name: 'stub server', withinMs: START_MS });
  const { supplierIds } = await (await fetch(status)).json();
  return { ended, upstream: { baseUrl: origin + API_PATH, apiKey: STUB_API_KEY, supplierIds } };
}

/**
 * Makes the demo's user, suppliers and API key where they are missing; gives the API key.
 * @param {Plan} plan
 * @param {Record<string, string>} env
 * @param {{ secrets: import('./secrets.mjs').DemoSecrets, upstream: import('./upstream.mjs').Upstream }} what
 * @returns {Promise<string>}
 */
async function seed({ root, supervisor }, env, { secrets, upstream }) {
  const { code, tail, output } = await supervisor.run({
    name: 'seed',
    command: process.execPath,
    args: [join(root, 'scripts/demo-seed.ts')],
    cwd: root,
    env: {
      ...env,
      DEMO_SEED: JSON.stringify({
        email: secrets.DEMO_EMAIL,
        password: secrets.DEMO_PASSWORD,
        apiKey: secrets.DEMO_API_KEY || null,
        upstreamKey: upstream.apiKey,
        supplierIds: upstream.supplierIds,
      }),
    },
    capture: true,
  });
  if (code !== 0) throw new Error(`The demo’s data could not be prepared:\n${tail}`);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '{}').apiKey;
}

/**
 * @param {Plan} plan
 * @param {Record<string, string>} env
 * @returns {Promise<{ code: number, tail: string }>}
 */
function startApp({ root, supervisor, port, dataDir, mode }, env) {
  return supervisor.start({
    name: 'app',
    command: process.execPath,
    args: [NEXT_BIN, mode, '-H', HOST, '-p', String(port)],
    cwd: root,
    env: { ...env, NODE_ENV: mode === 'dev' ? 'development' : 'production' },
    ...(mode === 'dev' ? {} : { logFile: join(dataDir, 'demo-app.log') }),
  }).ended;
}
