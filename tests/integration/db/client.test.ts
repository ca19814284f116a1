import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openDatabase } from '#server/db/client.ts';
import { migrateDatabase, migrationState } from '#server/db/migrate.ts';
import { organization } from '#server/db/schema/index.ts';
import { createTestDatabase, MIGRATIONS } from '#tests/support/database.ts';

const row = (id: string) => ({ id, name: id, createdAt: new Date(0) });

test('a batch is all or nothing, and a failure leaves the database usable', async () => {
  await using database = await createTestDatabase();
  const { db } = database;
  const failing = database.batch([
    db.insert(organization).values(row('a')),
    db.insert(organization).values(row('b')),
    db.insert(organization).values(row('a')),
  ]);
  await expect(failing).rejects.toThrow();
  expect(await db.select().from(organization)).toEqual([]);
  await database.batch([db.insert(organization).values(row('c'))]);
  expect(await db.select().from(organization)).toHaveLength(1);
});

test('a batch that reads before it writes survives writers beside it', async () => {
  await using database = await createTestDatabase();
  const { db } = database;
  await db.insert(organization).values(row('a'));
  const one = () =>
    database.batch([
      db.select().from(organization),
      db
        .update(organization)
        .set({ name: sql`${organization.name} || '+'` })
        .where(eq(organization.id, 'a')),
    ]);
  await Promise.all(Array.from({ length: 30 }, one));
  const [found] = await db.select().from(organization);
  expect(found?.name).toBe(`a${'+'.repeat(30)}`);
});

test('an empty batch sends nothing and a batch of reads answers each', async () => {
  await using database = await createTestDatabase();
  expect(await database.batch([])).toEqual([]);
  const { db } = database;
  const answers = await database.batch([
    db.select().from(organization),
    db.select().from(organization),
  ]);
  expect(answers).toEqual([[], []]);
});

test('the state of migrations tells none, all and a newer release apart', async () => {
  await using database = await createTestDatabase();
  const known = { known: expect.any(Number), applied: expect.any(Number) };
  const atHead = { ...known, ahead: false, atHead: true };
  expect(await migrationState(database, MIGRATIONS)).toEqual(atHead);
  expect(await migrateDatabase(database, MIGRATIONS)).toEqual(atHead);
  await database.client.execute(
    "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9999999999999)",
  );
  const ahead = await migrationState(database, MIGRATIONS);
  expect(ahead).toMatchObject({ ahead: true, atHead: false });
  await expect(migrateDatabase(database, MIGRATIONS)).rejects.toThrow('newer release');
});

test('two processes that migrate the same empty database both end at head', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'openpro-migrate-'));
  const url = `file:${join(directory, 'sub folder', '100%.db')}`;
  const first = await openDatabase({ url });
  const pragmas = Array.from({ length: 20 }, () => first.client.execute('PRAGMA synchronous'));
  const levels = (await Promise.all(pragmas)).map((answer) => answer.rows[0]?.synchronous);
  expect(new Set(levels)).toEqual(new Set([2]));
  const second = await openDatabase({ url });
  expect(await migrationState(first, MIGRATIONS)).toMatchObject({ applied: 0, atHead: false });
  const states = await Promise.all([
    migrateDatabase(first, MIGRATIONS),
    migrateDatabase(second, MIGRATIONS),
  ]);
  expect(states.map((state) => state.atHead)).toEqual([true, true]);
  first.close();
  second.close();
  rmSync(directory, { recursive: true });
});

test('a migration that fails leaves nothing of those before it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'openpro-migrate-'));
  mkdirSync(join(directory, 'meta'));
  const entries = ['good', 'bad'].map((tag, idx) => ({
    idx,
    when: idx + 1,
    tag,
    breakpoints: true,
  }));
  writeFileSync(join(directory, 'meta/_journal.json'), JSON.stringify({ entries }));
  writeFileSync(join(directory, 'good.sql'), 'CREATE TABLE first (id integer);');
  writeFileSync(join(directory, 'bad.sql'), 'CREATE TABLE first (id integer);');
  const database = await openDatabase({ url: `file:${join(directory, 'x.db')}` });
  await expect(migrateDatabase(database, directory)).rejects.toThrow();
  expect(await migrationState(database, directory)).toMatchObject({ known: 2, applied: 0 });
  const tables = await database.client.execute("SELECT name FROM sqlite_master WHERE name='first'");
  expect(tables.rows).toEqual([]);
  database.close();
  rmSync(directory, { recursive: true });
});
