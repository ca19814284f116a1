import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/lib/browser.mjs';

const executablePath = await findBrowser();
const isRoot = process.getuid?.() === 0;

// These start an app of their own, so that nothing of theirs meets what is done to the demo.
const OWN_APP =
  /(attacks-shipped|development|first-run|hostile-env|people|settings-own)\.test\.ts$/;

/** Runs against a demo that stands already: DEMO_FILE names its demo.json. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // The demo is one, and its tests change it: one after the other. So do those with apps of their own.
  workers: 2,
  projects: [
    { name: 'demo', testMatch: '**/*.test.ts', testIgnore: OWN_APP, workers: 1 },
    { name: 'own', testMatch: OWN_APP, workers: 1 },
  ],
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 10_000 },
  use: {
    locale: 'fr-FR',
    timezoneId: 'Asia/Kathmandu',
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
        ...['--disable-background-networking', '--disable-component-update'],
      ],
    },
  },
});
