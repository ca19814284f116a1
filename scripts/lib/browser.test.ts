import { describe, expect, test } from 'vitest';
import { ensureBrowser, findBrowser } from './browser.mjs';

type Machine = NonNullable<Parameters<typeof findBrowser>[0]>;

const machine = (there: string[], more: Partial<Machine> = {}): Machine => ({
  env: {},
  answers: (path) => there.includes(path),
  playwrightPath: async () => '/cache/playwright/chrome',
  run: () => false,
  isRoot: true,
  platform: 'linux',
  ...more,
});

describe('the browser', () => {
  test('is the named one before all others', async () => {
    const all = ['/mine', '/cache/playwright/chrome', '/usr/bin/chromium'];
    expect(await findBrowser(machine(all, { env: { CHROMIUM_PATH: '/mine' } }))).toBe('/mine');
    expect(await findBrowser(machine(all))).toBe('/cache/playwright/chrome');
    expect(await findBrowser(machine(['/usr/bin/chromium']))).toBe('/usr/bin/chromium');
    expect(await findBrowser(machine([]))).toBeUndefined();
  });

  test('that is named but does not answer is an error, not a reason to take another', async () => {
    const named = machine(['/usr/bin/chromium'], { env: { CHROMIUM_PATH: '/gone' } });
    await expect(findBrowser(named)).rejects.toThrow('/gone');
  });

  test('is never the stub that asks for a snap', async () => {
    expect(await findBrowser(machine(['/usr/bin/chromium-browser']))).toBeUndefined();
  });

  test('is installed by playwright, else by the system, else nothing is left out in silence', async () => {
    const there: string[] = [];
    const ran: string[] = [];
    const install = (command: string, args: string[]): boolean => {
      ran.push([command, ...args].join(' '));
      const bySystem = ran.at(-1)?.includes('apt-get') === true;
      if (bySystem) there.push('/usr/bin/chromium');
      return bySystem;
    };
    expect(await ensureBrowser(machine(there, { run: install }))).toBe('/usr/bin/chromium');
    expect(ran[0]).toContain('playwright');
    await expect(ensureBrowser(machine([]))).rejects.toThrow('npx playwright install');
  });

  test('is not looked for in system packages without the right to install them', async () => {
    const ran: string[] = [];
    const run = (command: string): boolean => {
      ran.push(command);
      return false;
    };
    await expect(ensureBrowser(machine([], { isRoot: false, run }))).rejects.toThrow();
    expect(ran).not.toContain('sh');
  });
});
