// @ts-check
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { acquireWriterLock, DatabaseLockedError } from '#server/db/writer-lock.ts';

/** How long the app of a killed demo may take to end. */
const ENDING_MS = 4_000;

/** The files that are locks themselves: a lock is only one while its file stays the same. */
export const LOCK_FILES = /^demo\.(db\.)?lock(-journal|\.json)?$/;

/**
 * Keeps a folder for this process until it ends: only one demo works with the data in it, from
 * before it builds until after its programs have ended.
 * @param {string} dataDir
 * @param {string} url Where this demo will be found.
 * @param {number} [endingMs]
 * @returns {Promise<void>}
 */
export async function keepDataFolder(dataDir, url, endingMs = ENDING_MS) {
  const details = { startedAt: new Date().toISOString(), adminUrl: url, tokenFile: null };
  try {
    const { release } = await acquireWriterLock(join(dataDir, 'demo'), details);
    process.once('exit', release);
    await untilUnused(join(dataDir, 'demo.db'), details, Date.now() + endingMs);
  } catch (error) {
    if (!(error instanceof DatabaseLockedError)) throw error;
    throw new Error(inUse(dataDir, error.holder));
  }
}

/**
 * Waits for a program that is just ending to let go of the database.
 * @param {string} file
 * @param {Parameters<typeof acquireWriterLock>[1]} details
 * @param {number} end
 */
async function untilUnused(file, details, end) {
  for (;;) {
    try {
      return (await acquireWriterLock(file, details)).release();
    } catch (error) {
      if (!(error instanceof DatabaseLockedError) || Date.now() > end) throw error;
      await pause(50);
    }
  }
}

/**
 * @param {string} dataDir
 * @param {DatabaseLockedError['holder']} holder
 */
function inUse(dataDir, holder) {
  const who = holder === null ? 'another process' : `process ${holder.pid}`;
  const at = holder?.adminUrl ? ` at ${new URL(holder.adminUrl).origin}` : '';
  return `The data in ${dataDir} is in use by ${who}${at}. Stop it, or choose another folder: DATA_DIR=<folder>`;
}
