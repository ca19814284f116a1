// @ts-check
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const FOLDERS = ['app', 'components', 'drizzle', 'openpro-api-react/src', 'public', 'server'];
const ROOT_FILE = /\.(ts|mjs|json)$/;
const NOT_BUILT =
  /(\.test\.tsx?|^next-env\.d\.ts|^(playwright|vitest|drizzle)\.config\.ts|^biome\.json|^vercel\.json)$/;

/** The command line of the product's build tool. */
export const NEXT_BIN = 'node_modules/next/dist/bin/next';

/**
 * Every file that the build reads, by its path from the root, sorted.
 * @param {string} root
 * @returns {string[]}
 */
export function sourceFiles(root) {
  const deep = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
  );
  const flat = readdirSync(root).filter((name) => ROOT_FILE.test(name));
  return [...deep, ...flat]
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !NOT_BUILT.test(path))
    .sort();
}

/**
 * A fingerprint of the sources, by content: touching or checking out a file again changes nothing.
 * @param {string} root
 * @returns {string}
 */
export function sourceStamp(root) {
  const hash = createHash('sha256');
  for (const path of sourceFiles(root)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} root @returns {string | null} */
function buildId(root) {
  const file = join(root, '.next', 'BUILD_ID');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** @param {string} root @returns {string} */
const stampFile = (root) => join(root, '.next', 'openpro-build.json');

/**
 * Whether a production build of exactly these sources stands there.
 * @param {string} root
 * @param {string} stamp
 * @returns {boolean}
 */
export function isBuilt(root, stamp) {
  const id = buildId(root);
  if (id === null || !existsSync(stampFile(root))) return false;
  try {
    const kept = JSON.parse(readFileSync(stampFile(root), 'utf8'));
    return kept.stamp === stamp && kept.buildId === id;
  } catch {
    return false;
  }
}

/**
 * Notes which sources the build that stands there was made of.
 * @param {string} root
 * @param {string} stamp
 */
export function noteBuild(root, stamp) {
  writeFileSync(stampFile(root), JSON.stringify({ stamp, buildId: buildId(root) }));
}

/**
 * Makes a production build unless one of these sources stands there already.
 * @param {{ root: string, env: Record<string, string>, supervisor: import('./processes.mjs').Supervisor, force?: boolean }} options
 * @returns {Promise<boolean>} Whether it was built now.
 */
export async function ensureBuild({ root, env, supervisor, force = false }) {
  if (!force && isBuilt(root, sourceStamp(root))) return false;
  const release = await lock(root, supervisor);
  try {
    const stamp = sourceStamp(root);
    if (!force && isBuilt(root, stamp)) return false;
    console.log('Building …');
    const { code, tail } = await supervisor.run({
      name: 'build',
      command: process.execPath,
      args: [NEXT_BIN, 'build'],
      cwd: root,
      env: { ...env, NODE_ENV: 'production' },
      capture: true,
    });
    if (code !== 0) throw new Error(`The build failed:\n${tail}`);
    noteBuild(root, stamp);
    return true;
  } finally {
    release();
  }
}

/**
 * Two starts at once build one after the other. A lock whose holder is gone is taken over.
 * @param {string} root
 * @param {import('./processes.mjs').Supervisor} supervisor
 * @returns {Promise<() => void>}
 */
async function lock(root, supervisor) {
  const folder = join(root, '.data');
  const file = join(folder, 'build.lock');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let told = false; ; told = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch {
      if (!holderLives(file)) {
        rmSync(file, { force: true });
        continue;
      }
      if (!told) console.log('Another build of this checkout is running; waiting for it …');
      await pause(500);
      if (supervisor.stopping) throw new Error('stopped');
    }
  }
}

/** @param {string} file @returns {boolean} */
function holderLives(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // A pid is written right after the file is made: an empty young file is being written.
    if (pid === 0) return Date.now() - statSync(file).mtimeMs < 2_000;
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
