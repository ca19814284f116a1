import { defineConfig } from 'vitest/config';

process.env.TZ = 'Asia/Kathmandu';

const shared = {
  environment: 'node',
  pool: 'forks',
  maxWorkers: 2,
  testTimeout: 30_000,
  hookTimeout: 30_000,
} as const;

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
      { test: { ...shared, name: 'guards', include: ['tests/guards/**/*.test.ts'] } },
    ],
  },
});
