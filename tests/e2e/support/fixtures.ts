import AxeBuilder from '@axe-core/playwright';
import {
  test as base,
  type ConsoleMessage,
  expect,
  type Page,
  type Request,
} from '@playwright/test';
import { type Demo, readDemo } from './demo.ts';
import { type LedgerEntry, ledger } from './ledger.ts';

interface Fixtures {
  readonly demo: Demo;
  /** Changes upstream since the test began, by the upstream's own account. */
  readonly changesUpstream: () => Promise<LedgerEntry[]>;
  /** Announces a console error that the test causes on purpose. */
  readonly expectConsoleError: (pattern: RegExp) => void;
  readonly watched: undefined;
}

const isOwn = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return ['127.0.0.1', 'localhost'].includes(hostname) || ['data:', 'blob:'].includes(protocol);
};

/** What a page did that no page may do. */
class Watch {
  readonly announced: RegExp[] = [];
  readonly #errors: string[] = [];
  readonly #foreign: string[] = [];

  constructor(page: Page) {
    page.on('console', (message: ConsoleMessage) => {
      if (message.type() === 'error') this.#errors.push(message.text());
    });
    page.on('pageerror', (error: Error) => this.#errors.push(String(error)));
    page.context().on('request', (request: Request) => {
      if (!isOwn(request.url())) this.#foreign.push(request.url());
    });
  }

  findings(): { errors: string[]; foreign: string[] } {
    const isExpected = (text: string) => this.announced.some((pattern) => pattern.test(text));
    return { errors: this.#errors.filter((text) => !isExpected(text)), foreign: this.#foreign };
  }
}

const watches = new WeakMap<Page, Watch>();

/** Playwright's test with the demo at hand; a console error or a foreign request fails it. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: playwright reads the names from the pattern
  demo: async ({}, use) => use(readDemo()),
  baseURL: async ({ demo }, use) => use(demo.url),
  watched: [
    async ({ page }, use) => {
      const watch = new Watch(page);
      watches.set(page, watch);
      await use(undefined);
      expect(watch.findings()).toEqual({ errors: [], foreign: [] });
    },
    { auto: true },
  ],
  expectConsoleError: async ({ page }, use) =>
    use((pattern) => void watches.get(page)?.announced.push(pattern)),
  changesUpstream: async ({ demo }, use) => {
    const before = (await ledger(demo)).at(-1)?.seq ?? 0;
    await use(() => ledger(demo, before));
  },
});

export { expect };

/** Signs in through the page, as the demo's owner. */
export async function signIn(page: Page, { email, password }: Demo): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Fails with every accessibility problem that axe finds on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  // Colours that are still on their way are nobody's to judge; what never ends is not waited for.
  await page.evaluate(async () => {
    const moving = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(moving.map((one) => one.finished));
  });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map((node) => node.target.join(' ')),
  }));
  expect(found).toEqual([]);
}
