import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createRateLimits } from '#server/db/rate-limits.ts';
import { rateLimit } from '#server/db/schema/auth.ts';
import { createTestDatabase } from '#tests/support/database.ts';

const RULE = { points: 3, seconds: 900 };

test('a key has its points, then waits until its window ends; other keys do not', async () => {
  await using database = await createTestDatabase();
  const limits = createRateLimits(database.db, { scale: 1 });
  for (let i = 0; i < 3; i++) expect((await limits.consume('a', RULE)).allowed).toBe(true);
  for (let i = 0; i < 3; i++) {
    const { allowed, retryAfterSeconds } = await limits.consume('a', RULE);
    expect(allowed).toBe(false);
    expect(retryAfterSeconds).toBeGreaterThan(890);
    expect(retryAfterSeconds).toBeLessThanOrEqual(900);
  }
  expect((await limits.consume('b', RULE)).allowed).toBe(true);
  // Refused from memory: only the first refusal was written.
  const [row] = await database.db.select().from(rateLimit).where(eq(rateLimit.key, 'a'));
  expect(row?.points).toBe(4);
});

test('many at once get no more points than there are', async () => {
  await using database = await createTestDatabase();
  const limits = createRateLimits(database.db, { scale: 1 });
  const verdicts = await Promise.all(Array.from({ length: 20 }, () => limits.consume('a', RULE)));
  expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(3);
});

test('a new process goes on with what was spent, and opens again when the window is over', async () => {
  await using database = await createTestDatabase();
  const { db } = database;
  for (let i = 0; i < 4; i++) await createRateLimits(db, { scale: 1 }).consume('a', RULE);
  expect((await createRateLimits(db, { scale: 1 }).consume('a', RULE)).allowed).toBe(false);
  await db.update(rateLimit).set({ expire: new Date(Date.now() - 1) });
  expect((await createRateLimits(db, { scale: 1 }).consume('a', RULE)).allowed).toBe(true);
});

test('a block lasts longer than the window', async () => {
  await using database = await createTestDatabase();
  const limits = createRateLimits(database.db, { scale: 1 });
  const rule = { points: 1, seconds: 1, block: 600 };
  expect((await limits.consume('a', rule)).allowed).toBe(true);
  expect((await limits.consume('a', rule)).retryAfterSeconds).toBe(600);
  const again = createRateLimits(database.db, { scale: 1 });
  expect((await again.consume('a', rule)).retryAfterSeconds).toBeGreaterThan(590);
});

test('the scale multiplies the points and leaves at least one', async () => {
  await using database = await createTestDatabase();
  const spent = async (scale: number) => {
    const limits = createRateLimits(database.db, { scale });
    let count = 0;
    while ((await limits.consume(`scale ${scale}`, RULE)).allowed) count += 1;
    return count;
  };
  expect(await spent(2)).toBe(6);
  expect(await spent(0.01)).toBe(1);
});
