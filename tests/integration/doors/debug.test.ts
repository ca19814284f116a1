import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from 'next/constants.js';
import { expect, test } from 'vitest';
import { environmentNames } from '#server/env.ts';
import { debugFacts } from '#server/observability/debug-facts.ts';
import { createTestDatabase, MIGRATIONS } from '#tests/support/database.ts';
import nextConfig from '../../../next.config.mjs';

test('tells names and versions, and no value of anything', async () => {
  await using database = await createTestDatabase();
  const canary = 'canary-4711';
  const request = new Request(`http://127.0.0.1/api/debug?key=${canary}`, {
    headers: { authorization: `Bearer ${canary}`, cookie: `session=${canary}`, 'x-own': canary },
  });
  process.env.AUTH_SECRET = canary;
  const known = { variables: environmentNames(), version: '1.2.3' };
  delete process.env.AUTH_SECRET;
  const deps = { database, migrations: MIGRATIONS };
  const facts = await debugFacts(deps, request, known);
  expect(facts).toMatchObject({
    ...{ method: 'GET', path: '/api/debug', headerNames: ['authorization', 'cookie', 'x-own'] },
    versions: { app: '1.2.3', node: process.versions.node },
    migration: { atHead: true, newest: expect.stringMatching(/^\d{4}_\w+$/) },
  });
  expect(facts.variables).toContainEqual({ name: 'AUTH_SECRET', isSet: true });
  expect(facts.variables).toContainEqual({ name: 'SMTP_URL', isSet: false });
  expect(JSON.stringify(facts)).not.toContain(canary);
});

test('is a route of the development server and of no build', () => {
  expect(nextConfig(PHASE_DEVELOPMENT_SERVER).pageExtensions).toContain('dev.ts');
  expect(nextConfig(PHASE_PRODUCTION_BUILD).pageExtensions).toEqual(['tsx', 'ts']);
});
