import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient, type Transaction } from '@libsql/client';
import * as z from 'zod';

const holderSchema = z.object({
  pid: z.int(),
  startedAt: z.string(),
  /** Loopback address that commands of other processes go through. */
  adminUrl: z.string().nullable(),
  tokenFile: z.string().nullable(),
});

/** Which process writes a database file, and how to ask it to do something. */
export type LockHolder = z.infer<typeof holderSchema>;

/** Held for the life of the process; `release` gives it back early. */
export interface WriterLock {
  readonly holder: LockHolder;
  release(): void;
}

/** Another process writes this database file. */
export class DatabaseLockedError extends Error {
  readonly file: string;
  readonly holder: LockHolder | null;

  constructor(file: string, holder: LockHolder | null) {
    const who = holder === null ? 'another process' : `process ${holder.pid}`;
    super(`The database ${file} is in use by ${who}`);
    this.name = 'DatabaseLockedError';
    this.file = file;
    this.holder = holder;
  }
}

/** Keeps the locks reachable: a collected connection is closed, which would free its lock. */
const held = new Set<Transaction>();

/**
 * Makes this process the only writer of a database file, or throws `DatabaseLockedError`. The lock
 * is an open write transaction on a small database beside the file, so the system frees it however
 * the process ends. Nothing else may open `<file>.lock`: closing any handle on it in this process
 * would free the lock.
 */
export async function acquireWriterLock(
  file: string,
  details: Pick<LockHolder, 'startedAt' | 'adminUrl' | 'tokenFile'>,
): Promise<WriterLock> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const client = createClient({ url: pathToFileURL(`${file}.lock`).href, timeout: 0 });
  const transaction = await client.transaction('write').catch((error: unknown) => {
    client.close();
    throw isBusy(error) ? new DatabaseLockedError(file, readHolder(file)) : error;
  });
  held.add(transaction);
  const holder = { pid: process.pid, ...details };
  const draft = `${file}.lock.json.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  renameSync(draft, `${file}.lock.json`);
  const release = () => {
    if (!held.delete(transaction)) return;
    rmSync(`${file}.lock.json`, { force: true });
    // Closing the client alone leaves the lock until the connection is collected.
    transaction.close();
    client.close();
  };
  return { holder, release };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
}

/** What the last holder wrote about itself; it may have ended since. */
function readHolder(file: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(`${file}.lock.json`, 'utf8')));
  } catch {
    return null;
  }
}
