import { expect, test } from 'vitest';
import { GET as health } from '#app/api/health/route.ts';
import { holdsBearerSecret } from '#server/domain/auth/bearer-secret.ts';
import { checkReadiness } from '#server/observability/readiness.ts';
import { APP_VERSION } from '#server/version.ts';
import { createTestDatabase, MIGRATIONS } from '#tests/support/database.ts';

test('health says the version and nothing else', async () => {
  const answer = health();
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: 'ok', version: APP_VERSION });
});

test('ready follows the database and its migrations', async () => {
  await using database = await createTestDatabase();
  const deps = { database, migrations: MIGRATIONS, runnerAge: () => 12 };
  expect(await checkReadiness(deps)).toMatchObject({
    ...{ status: 'ready', database: 'ok', runnerAgeMs: 12 },
    migrations: { atHead: true },
  });
  await database.client.execute('DELETE FROM __drizzle_migrations');
  expect(await checkReadiness(deps)).toMatchObject({ status: 'unavailable', database: 'ok' });
  database.close();
  expect(await checkReadiness(deps)).toMatchObject({ status: 'unavailable', database: 'failed' });
});

test('a secret opens to itself alone, and to nobody when there is none', () => {
  const bearer = (authorization: string) => new Headers({ authorization });
  const secret = 's'.repeat(32);
  expect(holdsBearerSecret(bearer(`Bearer ${secret}`), secret)).toBe(true);
  for (const text of [secret, `Bearer ${secret}s`, 'Bearer ', 'Bearer undefined', 'Basic x']) {
    expect(holdsBearerSecret(bearer(text), secret), text).toBe(false);
  }
  expect(holdsBearerSecret(new Headers(), secret)).toBe(false);
  expect(holdsBearerSecret(bearer('Bearer undefined'), undefined)).toBe(false);
  expect(holdsBearerSecret(bearer('Bearer '), '')).toBe(false);
});
