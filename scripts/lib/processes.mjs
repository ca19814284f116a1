// @ts-check
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { leashed, whenOrphaned } from './parent.mjs';

const PATIENCE_MS = 5_000;

/** What a person, a service manager and a closed terminal send. */
export const STOP_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
const TAIL_LINES = 25;

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {Record<string, string>} env
 * @property {string} [cwd]
 * @property {string} [logFile] Where its output goes instead of this terminal; for this user only.
 * @property {boolean} [capture] Give its standard output back instead of printing it.
 *
 * @typedef {{ code: number, tail: string, output: string }} Ended
 * @typedef {{ ended: Promise<Ended>, stop: (patienceMs?: number) => Promise<void> }} Running
 */

/**
 * Starts programs, each in a process group of its own, and stops all of them with everything they
 * started when this process ends. Node programs end by themselves when it was killed.
 */
export class Supervisor {
  /** @type {Set<import('node:child_process').ChildProcess>} */
  #alive = new Set();
  #stopping = false;

  constructor() {
    process.on('exit', () => {
      for (const child of this.#alive) send(child, 'SIGKILL');
    });
  }

  /** Whether the end was asked for. */
  get stopping() {
    return this.#stopping;
  }

  /**
   * Starts a program. `ended` settles with its exit code and its last lines.
   * @param {Program} program
   * @returns {Running}
   */
  start(program) {
    if (this.#stopping) throw new Error('stopped');
    const quiet = program.logFile !== undefined || program.capture === true;
    const channel = quiet ? 'pipe' : 'inherit';
    const plain = { args: program.args, env: /** @type {NodeJS.ProcessEnv} */ (program.env) };
    const isNode = program.command === process.execPath;
    const { args, env } = isNode ? leashed(plain.args, plain.env) : plain;
    /** @type {import('node:child_process').SpawnOptions} */
    const options = {
      ...(program.cwd === undefined ? {} : { cwd: program.cwd }),
      env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', channel, channel],
    };
    const child = spawn(program.command, args, options);
    this.#alive.add(child);
    const log = program.logFile
      ? createWriteStream(program.logFile, { flags: 'a', mode: 0o600 })
      : undefined;
    let tail = '';
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        log?.write(text);
        if (program.capture && stream === child.stdout) output += text;
        tail = (tail + text).split('\n').slice(-TAIL_LINES).join('\n');
      });
    }
    const ended = new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: 127, tail: error.message, output }));
      child.once('close', (code) => {
        const settle = () => resolve({ code: code ?? 1, tail: tail.trim(), output });
        // Who waits for the end finds all of the log in its file.
        if (log) log.end(settle);
        else settle();
      });
    });
    const settled = ended.finally(() => this.#alive.delete(child));
    return { ended: settled, stop: (patienceMs) => this.#end(child, patienceMs) };
  }

  /**
   * Runs a program to its end.
   * @param {Program} program
   * @returns {Promise<Ended>}
   */
  run(program) {
    return this.start(program).ended;
  }

  /**
   * Ends one program after the other, the youngest first, because it may still work with an older
   * one: each is asked to end, and after a while made to.
   * @returns {Promise<void>}
   */
  async stop() {
    this.#stopping = true;
    for (const child of [...this.#alive].reverse()) await this.#end(child);
  }

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {number} [patienceMs]
   */
  async #end(child, patienceMs = PATIENCE_MS) {
    if (!this.#alive.has(child)) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    send(child, 'SIGTERM');
    const timer = setTimeout(() => send(child, 'SIGKILL'), patienceMs);
    await gone;
    clearTimeout(timer);
  }

  /**
   * Ends everything on Ctrl+C, SIGTERM and a closed terminal, then leaves with that code.
   * @param {() => Promise<void> | void} [andThen]
   */
  stopOnSignals(andThen) {
    let asked = false;
    const end = async () => {
      if (asked) return;
      asked = true;
      await this.stop();
      await andThen?.();
      process.exit(0);
    };
    for (const signal of STOP_SIGNALS) process.on(signal, end);
    whenNpmIsGone(end);
  }
}

/**
 * Acts when the npm that runs this script is gone. A SIGTERM to npm ends npm and its shell, but the
 * shell does not hand it on: without this the script would be left behind.
 * @param {() => void} action
 */
export function whenNpmIsGone(action) {
  if (process.env.npm_lifecycle_event === undefined) return;
  whenOrphaned(process.ppid, action);
}

/**
 * Signals a program and everything it started.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function send(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}
