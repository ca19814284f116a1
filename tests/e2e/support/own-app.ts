import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEXT_BIN } from '#scripts/lib/build.mjs';
import { untilAnswers } from '#scripts/lib/http.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { Supervisor } from '#scripts/lib/processes.mjs';
import { demoEnv } from '#scripts/product/instance.mjs';
import { demoSecrets } from '#scripts/product/secrets.mjs';
import { startStubProcess, type TestStub } from '#tests/support/stub.ts';
import { expect, test as withDemo } from './fixtures.ts';

const ROOT = process.cwd();
/** With hot reload the first answer waits until its code is compiled. */
const START_MS = { start: 60_000, dev: 240_000 };

/** Somebody who can sign in. */
export interface Login {
  readonly email: string;
  readonly password: string;
}

/** An app of a test's own: the production build on an empty database, with an upstream of its own. */
export interface OwnApp {
  readonly url: string;
  readonly stub: TestStub;
  /** Where its database, its log and everything else that it writes lie. */
  readonly dataDir: string;
  /** Runs a command of the operator beside the running app, and gives what it printed. */
  readonly command: (...args: string[]) => Promise<Record<string, unknown>>;
  /** Makes a person with an organisation. */
  readonly person: (name: string, organisation: string) => Promise<Login>;
  /** Adds a property under a key of upstream. */
  readonly supplier: (organisation: string, supplierId: number, apiKey: string) => Promise<void>;
}

/** Starts an app and its upstream, and ends both when the work is done; `dev` with hot reload. */
export async function withOwnApp(
  seed: string,
  work: (app: OwnApp) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
  mode: 'start' | 'dev' = 'start',
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'openpro-own-'));
  const supervisor = new Supervisor();
  const stub = await startStubProcess(seed);
  try {
    const port = await freePort();
    mkdirSync(dataDir, { recursive: true });
    const secrets = demoSecrets(join(dataDir, 'demo.env'));
    const env = { ...demoEnv({ port, dataDir, baseUrl: stub.url, secrets }), ...settings };
    const node = { command: process.execPath, cwd: ROOT };
    const { ended } = supervisor.start({
      ...{ ...node, name: 'app' },
      env: { ...env, NODE_ENV: mode === 'dev' ? 'development' : 'production' },
      args: [NEXT_BIN, mode, '-H', '127.0.0.1', '-p', String(port)],
      logFile: join(dataDir, 'demo-app.log'),
    });
    const url = `http://127.0.0.1:${port}`;
    await untilAnswers(`${url}/api/health`, { ended, name: 'app', withinMs: START_MS[mode] });
    const run = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
      const { code, output, tail } = await supervisor.run({
        ...{ ...node, name: 'command', env: { ...env, ...more }, capture: true },
        args: [join(ROOT, 'scripts/cli.ts'), ...args, '--json'],
      });
      if (code !== 0) throw new Error(`${args[0]} ended with code ${code}:\n${tail}`);
      return JSON.parse(output);
    };
    const command: OwnApp['command'] = (...args) => run(args);
    const supplier: OwnApp['supplier'] = async (organisation, supplierId, apiKey) => {
      const what = ['--organisation', organisation, '--supplier', String(supplierId)];
      await run(['supplier:add', ...what, '--key-env', 'UPSTREAM_KEY'], { UPSTREAM_KEY: apiKey });
    };
    const person: OwnApp['person'] = async (name, organisation) => {
      const email = `${name.toLowerCase()}@example.org`;
      const what = ['--email', email, '--name', name, '--organisation', organisation];
      const { password } = await command('user:create', ...what);
      return { email, password: String(password) };
    };
    await work({ url, stub, dataDir, command, person, supplier });
  } finally {
    await supervisor.stop();
    await stub[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Playwright's test with an app of its own instead of the demo. */
export const test = withDemo.extend<object, { own: OwnApp }>({
  // biome-ignore lint/correctness/noEmptyPattern: playwright reads the names from the pattern
  own: [async ({}, use) => withOwnApp('all', use), { scope: 'worker', timeout: 120_000 }],
  baseURL: async ({ own }, use) => use(own.url),
});

export { expect };
