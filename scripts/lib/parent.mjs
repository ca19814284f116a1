// @ts-check
const CHECK_MS = 250;

/** Names the process whose end ends the program that is given it. */
export const PARENT_VARIABLE = 'OPENPRO_PARENT_PID';

const LEASH = new URL('./leash.mjs', import.meta.url).href;

/**
 * Acts once when a process is no longer the parent of this one, for example because it was killed.
 * @param {number} parent
 * @param {() => void} action
 */
export function whenOrphaned(parent, action) {
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    action();
  }, CHECK_MS);
  timer.unref();
}

/**
 * The arguments and the environment with which a Node program ends when this process is gone,
 * however it went: nobody else would end it.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ args: string[], env: NodeJS.ProcessEnv }}
 */
export function leashed(args, env) {
  return {
    args: [`--import=${LEASH}`, ...args],
    env: { ...env, [PARENT_VARIABLE]: String(process.pid) },
  };
}
