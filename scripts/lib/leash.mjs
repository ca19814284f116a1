// @ts-check
import { isMainThread } from 'node:worker_threads';
import { PARENT_VARIABLE, whenOrphaned } from './parent.mjs';

// Loaded into a program before its own code: it ends when the process that started it is gone.
const PATIENCE_MS = 5_000;
const parent = Number(process.env[PARENT_VARIABLE]);
// What this program starts has it for a parent, not the process named here.
delete process.env[PARENT_VARIABLE];
if (isMainThread && parent > 0) {
  whenOrphaned(parent, () => {
    setTimeout(() => signal('SIGKILL'), PATIENCE_MS).unref();
    signal('SIGTERM');
  });
}

/**
 * Signals this program and, where it leads a process group, everything it started.
 * @param {NodeJS.Signals} name
 */
function signal(name) {
  try {
    process.kill(-process.pid, name);
  } catch {
    process.kill(process.pid, name);
  }
}
