// @ts-check
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies, packagedNode } from './install.mjs';
import { leashed } from './parent.mjs';
import { STOP_SIGNALS, whenNpmIsGone } from './processes.mjs';

/** The root of the checkout, wherever it stands. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const OLDEST_TO_INSTALL = [20, 9];
const OLDEST_TO_RUN = [22, 12];

/**
 * Whether a Node version is at least [major, minor].
 * @param {string} version
 * @param {readonly number[]} least
 * @returns {boolean}
 */
export function atLeast(version, [major = 0, minor = 0]) {
  const [hasMajor = 0, hasMinor = 0] = version.split('.').map(Number);
  return hasMajor > major || (hasMajor === major && hasMinor >= minor);
}

/**
 * Flags that let a Node run the project's TypeScript files as they are.
 * @param {string} version
 * @returns {string[]}
 */
export function typeScriptFlags(version) {
  const byDefault = version.startsWith('22.') ? [22, 18] : [23, 6];
  return atLeast(version, byDefault) ? [] : ['--experimental-strip-types'];
}

/**
 * What a Node can be used for, as an error line, or undefined when all is well.
 * @param {string} version
 * @param {readonly number[]} least
 * @returns {string | undefined}
 */
export function versionProblem(version, least) {
  if (atLeast(version, least)) return undefined;
  return `Node ${least.join('.')} or later is needed; this is Node ${version}. See https://nodejs.org`;
}

/**
 * Installs what is missing and makes sure that the entry runs on the project's Node: true when this
 * process is the one to go on; otherwise the work was done by a child, whose exit code is taken over.
 * @param {string} entryUrl
 * @returns {Promise<boolean>}
 */
export async function enter(entryUrl) {
  const problem = versionProblem(process.versions.node, OLDEST_TO_INSTALL);
  if (problem) return fail(problem);
  try {
    await ensureDependencies(ROOT);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  const packaged = packagedNode(ROOT);
  const tooOld = packaged ? undefined : versionProblem(process.versions.node, OLDEST_TO_RUN);
  if (tooOld) return fail(tooOld);
  const self = realpathSync(process.execPath);
  const node = packaged === undefined ? self : realpathSync(packaged);
  const options = process.env.NODE_OPTIONS ?? '';
  const flags = node === self ? typeScriptFlags(process.versions.node) : [];
  const missing = flags.filter((flag) => !options.includes(flag));
  if (node !== self || missing.length > 0) {
    process.exitCode = await goOnWith(node, fileURLToPath(entryUrl), [options, ...missing]);
    return false;
  }
  const own = packaged === undefined ? 'the system’s' : 'installed with the project';
  console.log(`Node ${process.versions.node} (${own})`);
  return true;
}

/** @param {string} line @returns {false} */
function fail(line) {
  console.error(line);
  process.exitCode = 1;
  return false;
}

/**
 * Runs the entry again on another Node, hands signals on, and gives its exit code.
 * @param {string} node
 * @param {string} entry
 * @param {string[]} options Options that its own children get as well.
 * @returns {Promise<number>}
 */
function goOnWith(node, entry, options) {
  const { args, env } = leashed([entry, ...process.argv.slice(2)], {
    ...process.env,
    NODE_OPTIONS: options.join(' ').trim(),
  });
  const child = spawn(node, args, { stdio: 'inherit', env });
  // A terminal sends Ctrl+C to both; a second copy is harmless, so every signal is handed on.
  for (const signal of STOP_SIGNALS) process.on(signal, () => child.kill(signal));
  whenNpmIsGone(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
