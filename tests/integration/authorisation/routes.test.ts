import { existsSync, globSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Every door beside the pages, and where it is proven who may come in by it. */
const PROVEN_IN: Readonly<Record<string, string>> = {
  'app/api/trpc/[trpc]/route.ts': 'tests/integration/authorisation/matrix.test.ts',
  'app/api/audit/csv/route.ts': 'tests/integration/authorisation/matrix.test.ts',
  'app/api/auth/[...all]/route.ts': 'tests/integration/auth/session.test.ts',
  'app/api/admin/[command]/route.ts': 'tests/integration/db/cli.test.ts',
  'app/api/ready/route.ts': 'tests/integration/db/ready.test.ts',
  'app/api/health/route.ts': 'tests/integration/db/ready.test.ts',
  'app/health/route.ts': 'tests/e2e/attacks-pages.test.ts',
};

test('every route is proven somewhere, and no proof is of a route that is gone', () => {
  expect(Object.keys(PROVEN_IN).toSorted()).toEqual(globSync('app/**/route.ts').toSorted());
  for (const file of Object.values(PROVEN_IN))
    expect([file, existsSync(file)]).toEqual([file, true]);
});
