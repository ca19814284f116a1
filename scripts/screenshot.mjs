// @ts-check
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { ROOT } from './lib/runtime.mjs';

/** The supplier with the most to see: several rate types, minimum stays, many units. */
const SHOWN = 2;

/** Takes the picture of the README from the demo that is running. */
async function takePicture() {
  const file = resolve(process.env.DATA_DIR || join(ROOT, '.data'), 'demo.json');
  const demo = JSON.parse(readFileSync(file, 'utf8'));
  const target = join(ROOT, 'public/readme/calendar.png');
  mkdirSync(dirname(target), { recursive: true });
  const { chromium } = await import('playwright');
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args });
  try {
    const page = await browser.newPage({
      baseURL: demo.url,
      locale: 'fr-FR',
      timezoneId: 'Europe/Paris',
      colorScheme: 'light',
      reducedMotion: 'reduce',
      viewport: { width: 1440, height: 860 },
    });
    await page.goto('/sign-in');
    await page.getByLabel('Adresse e-mail').fill(demo.email);
    await page.getByLabel('Mot de passe').fill(demo.password);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await page.goto(`/s/${demo.supplierIds[SHOWN]}/calendar`);
    await page.getByRole('gridcell').first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: target });
  } finally {
    await browser.close();
  }
  console.log(target);
}

await takePicture();
