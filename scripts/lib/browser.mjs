// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Not among them: Ubuntu's /usr/bin/chromium-browser, a stub that asks for a snap. */
const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const INSTALL_MS = 300_000;

/**
 * What finding a browser asks of the machine; tests give their own.
 * @typedef {object} Machine
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {(path: string) => boolean} answers Whether the program starts and tells its version.
 * @property {() => Promise<string | undefined>} playwrightPath Where playwright keeps its own.
 * @property {(command: string, args: string[]) => boolean} run Runs an installer.
 * @property {boolean} isRoot
 * @property {string} platform
 */

/** @type {Machine} */
const THIS_MACHINE = {
  env: process.env,
  answers: (path) =>
    existsSync(path) &&
    spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0,
  playwrightPath: async () => {
    const { chromium } = await import('playwright');
    return chromium.executablePath();
  },
  run: (command, args) =>
    spawnSync(command, args, {
      timeout: INSTALL_MS,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0,
  isRoot: process.getuid?.() === 0,
  platform: process.platform,
};

/**
 * An installed Chromium: $CHROMIUM_PATH, playwright's own, or the system's.
 * @param {Machine} [machine]
 * @returns {Promise<string | undefined>}
 */
export async function findBrowser(machine = THIS_MACHINE) {
  const named = machine.env.CHROMIUM_PATH;
  if (named) {
    if (machine.answers(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not answer --version.`);
  }
  const own = await machine.playwrightPath().catch(() => undefined);
  if (own && machine.answers(own)) return own;
  return SYSTEM_PATHS.find((path) => machine.answers(path));
}

/**
 * A Chromium, installed when there is none: by playwright, else by the system's packages.
 * @param {Machine} [machine]
 * @returns {Promise<string>}
 */
export async function ensureBrowser(machine = THIS_MACHINE) {
  const found = await findBrowser(machine);
  if (found) return found;
  console.log('Installing Chromium for the browser tests …');
  for (const [command, args] of installers(machine)) {
    if (!machine.run(command, args)) continue;
    const installed = await findBrowser(machine);
    if (installed) return installed;
  }
  throw new Error(
    'No Chromium was found and none could be installed. Type one of:\n' +
      '  npx playwright install --with-deps chromium\n' +
      '  apt-get update && apt-get install -y --no-install-recommends chromium fonts-liberation',
  );
}

/**
 * @param {Machine} machine
 * @returns {[string, string[]][]}
 */
function installers(machine) {
  const asRoot = machine.isRoot ? [] : ['sudo', '-n'];
  const mayBeRoot = machine.isRoot || machine.run('sudo', ['-n', 'true']);
  const playwright = ['node_modules/playwright/cli.js', 'install', 'chromium'];
  /** @type {[string, string[]][]} */
  const list = [[process.execPath, mayBeRoot ? [...playwright, '--with-deps'] : playwright]];
  if (machine.platform === 'linux' && mayBeRoot) {
    const [first = '', ...rest] = [...asRoot, 'sh', '-c'];
    const packages = 'apt-get install -y --no-install-recommends chromium fonts-liberation';
    list.push([first, [...rest, `apt-get update -q && ${packages}`]]);
  }
  return list;
}
