import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

process.env.TZ = 'Asia/Kathmandu';
// Tests start many programs of ours: what Node compiled of them once is there for the next one.
process.env.NODE_COMPILE_CACHE ??= resolve(import.meta.dirname, 'node_modules/.cache/compiled');

const shared = {
  environment: 'node',
  pool: 'forks',
  maxWorkers: 2,
  isolate: false,
  testTimeout: 30_000,
  hookTimeout: 30_000,
} as const;

/** What the kind of database cannot change: these run once, and all others on files and on a server. */
const BESIDE_THE_SERVER = [
  // They prove the table of who may do what, and that no route lacks a row.
  'tests/integration/authorisation/{mutants,routes}.test.ts',
  // They are about files: each test names one of its own.
  'tests/integration/db/{cli,writer-lock}.test.ts',
  // So many rows at once are for a file: the server of the tests takes minutes for them.
  'tests/integration/history/many-changes.test.ts',
  // They ask no database.
  'tests/integration/doors/address.test.ts',
  // They are about programs around the product, which know its database by nothing but its API.
  'tests/integration/scripts/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: [
            'server/**/*.test.ts',
            'components/**/*.test.ts',
            'scripts/**/*.test.ts',
            'openpro-api-react/**/*.test.ts',
          ],
        },
      },
      { test: { ...shared, name: 'contract', include: ['tests/contract/**/*.test.ts'] } },
      { test: { ...shared, name: 'integration', include: ['tests/integration/**/*.test.ts'] } },
      {
        test: {
          ...shared,
          name: 'integration-sqld',
          include: ['tests/integration/**/*.test.ts'],
          exclude: BESIDE_THE_SERVER,
          env: { TEST_DATABASE: 'sqld' },
        },
      },
      { test: { ...shared, name: 'guards', include: ['tests/guards/**/*.test.ts'] } },
    ],
  },
});
