import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { cookiesOf, exchange, signInOver, type Told } from './support/exchange.ts';
import { expect, signIn, test } from './support/fixtures.ts';

/** What every answer says, of whatever kind. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), ' +
    'magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
};

const NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const nonceOf = ({ headers }: Told): string =>
  /'nonce-([A-Za-z0-9+/]{22}==)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '';

const policyOf = (nonce: string): string =>
  `default-src 'self'; script-src 'self' 'nonce-${nonce}' 'strict-dynamic'; ` +
  `style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'; img-src 'self'; ` +
  `font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; ` +
  `form-action 'self'; frame-ancestors 'none'; report-to csp; report-uri /api/csp-reports`;

const PATHS = ['/', '/sign-in', '/nothing', '/api/nothing', '/s/0/calendar', '/settings'];

test('every page has the whole policy, and a nonce that is never seen again', async ({ demo }) => {
  const cookie = cookiesOf(await signInOver(demo.url, demo.url, demo));
  const paths = [...PATHS, ...PATHS, `/s/${demo.supplierIds[0]}/calendar`];
  const nonces = new Set<string>();
  for (const path of paths) {
    const told = await exchange(demo.url, { path, headers: { cookie } });
    expect(Object.fromEntries(told.headers), path).toMatchObject(ALWAYS);
    expect(told.headers.get('content-security-policy'), path).toBe(policyOf(nonceOf(told)));
    expect(told.headers.get('reporting-endpoints'), path).toBe('csp="/api/csp-reports"');
    expect(told.headers.get('x-powered-by')).toBeNull();
    expect(told.headers.get('strict-transport-security')).toBeNull();
    // Kept by nobody, or a nonce would be used twice.
    expect(told.headers.get('cache-control'), path).toContain('no-store');
    nonces.add(nonceOf(told));
  }
  expect(nonces.size).toBe(paths.length);
});

test('a nonce that the request brings along is not taken', async ({ demo }) => {
  const forged = "script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAA=='";
  const headers = {
    'content-security-policy': forged,
    'content-security-policy-report-only': forged,
    'next-router-prefetch': '1',
    purpose: 'prefetch',
  };
  const told = await exchange(demo.url, { path: '/sign-in', headers });
  expect(told.text).not.toContain('AAAAAAAAAAAAAAAA');
  expect(told.headers.get('content-security-policy')).toBe(policyOf(nonceOf(told)));
});

test('what is no page may load nothing at all', async ({ demo }) => {
  const paths = ['/api/health', '/health', '/api/trpc/suppliers.list', '/icon.svg'];
  const { text } = await exchange(demo.url, { path: '/sign-in' });
  const [script = ''] = /\/_next\/static\/[\w./-]+\.js/.exec(text) ?? [];
  expect(script).not.toBe('');
  for (const path of [...paths, script]) {
    const { headers } = await exchange(demo.url, { path });
    expect(Object.fromEntries(headers), path).toMatchObject(ALWAYS);
    expect(headers.get('content-security-policy'), path).toBe(NO_PAGE);
  }
});

test('no script stands in a page without its nonce, and none in an attribute', async ({ demo }) => {
  const cookie = cookiesOf(await signInOver(demo.url, demo.url, demo));
  const calendar = `/s/${demo.supplierIds[0]}/calendar`;
  for (const path of [...PATHS, calendar]) {
    const told = await exchange(demo.url, { path, headers: { cookie } });
    const tags = told.text.match(/<script\b[^>]*>/g) ?? [];
    if (told.status === 200) expect(tags.length, path).toBeGreaterThan(5);
    for (const tag of tags) expect(tag, path).toContain(`nonce="${nonceOf(told)}"`);
    expect(told.text.match(/<style\b(?![^>]*nonce=)[^>]*>/g), path).toBeNull();
    expect(told.text.match(/<[^>]*\s(on\w+|href="javascript:)/g), path).toBeNull();
  }
});

test('a build makes no page beforehand: each gets its nonce when it is asked for', () => {
  const { routes } = JSON.parse(readFileSync('.next/prerender-manifest.json', 'utf8'));
  // The last resort when everything fails runs no script.
  expect(Object.keys(routes).sort()).toEqual(['/_global-error', '/icon.svg']);
});

interface Violation {
  readonly directive: string;
  readonly blocked: string;
}

/** Collects what the policy of the page keeps from happening. */
async function watchPolicy(page: Page): Promise<Violation[]> {
  const found: Violation[] = [];
  await page.exposeFunction('toldViolation', (violation: Violation) => found.push(violation));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const told = { directive: event.effectiveDirective, blocked: event.blockedURI };
      Reflect.get(window, 'toldViolation')(told);
    });
  });
  return found;
}

test('nothing that our pages do is against their policy', async ({
  page,
  demo,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 404/);
  const violations = await watchPolicy(page);
  await page.goto('/sign-in');
  await signIn(page, demo);
  await expect(page.getByRole('grid')).toBeVisible();
  await page.getByRole('gridcell').first().click();
  await page.keyboard.press('Shift+ArrowRight');
  await page.goto(`/s/${demo.supplierIds[1]}/calendar`);
  await expect(page.getByRole('grid')).toBeVisible();
  await page.goto('/nothing');
  expect(violations).toEqual([]);
});

test('a script that gets into a page does not run', async ({ page, expectConsoleError }) => {
  expectConsoleError(/Content Security Policy/);
  const violations = await watchPolicy(page);
  await page.goto('/sign-in');
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<img src="/icon.svg" onload="window.ran = 1">');
    const holder = document.createElement('div');
    holder.innerHTML = '<iframe srcdoc="<script>top.ran = 1</script>"></iframe>';
    document.body.append(holder);
  });
  await expect
    .poll(() => violations.map(({ directive }) => directive))
    .toContain('script-src-attr');
  await expect
    .poll(() => violations.map(({ directive }) => directive))
    .toContain('script-src-elem');
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
});

test('a page of ours is shown in nobody’s frame', async ({ page, demo, expectConsoleError }) => {
  expectConsoleError(/frame-ancestors|Content Security Policy|ERR_BLOCKED/);
  await page.route('**/frame-of-evil', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<iframe src="${demo.url}/sign-in"></iframe>`,
    }),
  );
  await page.goto(`http://localhost:${new URL(demo.url).port}/frame-of-evil`);
  const frame = page.frames()[1];
  await expect.poll(() => frame?.url()).toMatch(/^chrome-error:/);
});

test('a way back to another site is not followed after signing in', async ({ page, demo }) => {
  await page.goto('/sign-in?to=//evil.example');
  await page.getByLabel('Adresse e-mail').fill(demo.email);
  await page.getByLabel('Mot de passe').fill(demo.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  expect(new URL(page.url()).origin).toBe(demo.url);
});
