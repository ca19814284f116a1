import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Client, createClient, type InStatement } from '@libsql/client';
import type { BatchItem } from 'drizzle-orm/batch';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import * as schema from './schema/index.ts';

/** The query builder over all tables. */
export type Db = LibSQLDatabase<typeof schema>;

/** A statement that can stand in a batch. */
export type Statement = BatchItem<'sqlite'>;

/** An open database. Atomic things are one `batch`; there are no interactive transactions. */
export interface Database {
  readonly db: Db;
  readonly client: Client;
  /** Absolute path of the file, null for a server. */
  readonly file: string | null;
  /** Runs a list of statements as one transaction; of an empty list nothing is sent. */
  batch(statements: readonly Statement[]): Promise<unknown[]>;
  close(): void;
}

export interface DatabaseAddress {
  readonly url: string;
  readonly authToken?: string | undefined;
}

/** How long a statement waits for another process's lock on the file. */
const BUSY_TIMEOUT_MS = 5000;

/** Absolute path of a `file:` address, null for a server. */
export function databaseFile(url: string): string | null {
  if (!url.startsWith('file:')) return null;
  return url.startsWith('file://') ? fileURLToPath(url) : resolve(url.slice('file:'.length));
}

/**
 * Opens a libSQL database. A file gets its folder and write-ahead logging; every pooled connection
 * must sync each commit to disk and check foreign keys, else this throws.
 */
export async function openDatabase(address: DatabaseAddress): Promise<Database> {
  const file = databaseFile(address.url);
  if (file !== null) createPrivateFile(file);
  const client = createClient({
    url: file === null ? address.url : pathToFileURL(file).href,
    timeout: BUSY_TIMEOUT_MS,
    ...(address.authToken === undefined ? {} : { authToken: address.authToken }),
  });
  try {
    if (file !== null) await prepareFile(client);
  } catch (error) {
    client.close();
    throw error;
  }
  takeWriteLockFirst(client);
  const db = drizzle(client, { schema });
  return { db, client, file, batch: (list) => runBatch(db, list), close: () => client.close() };
}

/** Guest data and sealed keys are for this user alone; SQLite gives its log the same rights. */
function createPrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) writeFileSync(file, '', { mode: 0o600, flag: 'a' });
}

async function runBatch(db: Db, statements: readonly Statement[]): Promise<unknown[]> {
  const [first, ...others] = statements;
  return first === undefined ? [] : db.batch([first, ...others]);
}

async function prepareFile(client: Client): Promise<void> {
  const wal = await client.execute('PRAGMA journal_mode=WAL');
  expectPragma('journal_mode', wal.rows[0]?.journal_mode, 'wal');
  // Started together, so that they run on different connections of the pool.
  const checks = await Promise.all(
    [0, 1, 2].flatMap(() => [
      client.execute('PRAGMA synchronous'),
      client.execute('PRAGMA foreign_keys'),
    ]),
  );
  for (const { rows, columns } of checks) {
    const name = columns[0] ?? '';
    expectPragma(name, rows[0]?.[name], name === 'synchronous' ? 2 : 1);
  }
}

function expectPragma(name: string, value: unknown, wanted: unknown): void {
  if (value !== wanted) throw new Error(`Database connection has ${name}=${value}, not ${wanted}`);
}

/**
 * Batches begin by taking the write lock, unless all they do is read: a transaction that reads
 * first and asks for the lock later fails when another writer came between.
 */
function takeWriteLockFirst(client: Client): void {
  const batch = client.batch.bind(client);
  client.batch = (statements, mode) => batch(statements, mode ?? batchMode(statements));
}

function batchMode(statements: readonly (InStatement | [string, unknown?])[]): 'read' | 'write' {
  return statements.every((statement) => /^\s*select\b/i.test(sqlOf(statement))) ? 'read' : 'write';
}

function sqlOf(statement: InStatement | [string, unknown?]): string {
  if (typeof statement === 'string') return statement;
  return Array.isArray(statement) ? statement[0] : statement.sql;
}
