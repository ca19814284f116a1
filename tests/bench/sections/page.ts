import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { ensureBrowser } from '#scripts/lib/browser.mjs';
import type { Bench } from '../bench.ts';
import { median, type Row, short } from '../report.ts';
import { type Stand, SUPPLIERS } from '../stand.ts';

const MOST_SCRIPT_KB = 200;
const PAINTED_MS = 60_000;

/** What one first load of the page took. */
interface Loaded {
  readonly scriptKb: number;
  readonly scripts: number;
  readonly nodes: number;
  readonly cells: number;
  readonly paintedMs: number;
  readonly grid: string;
}

/** First load of the hotel's calendar in Chromium, signed in, with nothing in the cache. */
export async function pageSection({ stand, quick }: Bench): Promise<Row[]> {
  const running = await stand();
  await running.addSupplier('hotel');
  const executablePath = await ensureBrowser();
  const isRoot = process.getuid?.() === 0;
  const args = [...(isRoot ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-quic'];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const context = await browser.newContext({
      baseURL: running.url,
      locale: 'fr-FR',
      viewport: { width: 1440, height: 900 },
    });
    await signIn(context, running);
    const loads: Loaded[] = [];
    for (let i = 0; i < (quick ? 3 : 7); i++) loads.push(await firstLoad(context));
    return rowsOf(loads);
  } finally {
    await browser.close();
  }
}

async function signIn(context: BrowserContext, { email, password }: Stand): Promise<void> {
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await page.close();
}

async function firstLoad(context: BrowserContext): Promise<Loaded> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const scripts = await watchScripts(session);
  await page.goto(`/s/${SUPPLIERS.hotel}/calendar`, { waitUntil: 'commit' });
  const paintedMs = await untilPainted(page);
  await page.waitForLoadState('networkidle');
  const grid = page.getByRole('grid');
  const counts = ['aria-rowcount', 'aria-colcount'].map((name) => grid.getAttribute(name));
  const loaded = {
    ...scripts(),
    paintedMs,
    nodes: await page.evaluate(() => document.querySelectorAll('*').length),
    cells: await page.getByRole('gridcell').count(),
    grid: (await Promise.all(counts)).join(' × '),
  };
  await page.close();
  return loaded;
}

/** Counts the scripts that come over the network: their bodies as compressed, without headers. */
async function watchScripts(
  session: CDPSession,
): Promise<() => { scripts: number; scriptKb: number }> {
  const asked = new Set<string>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') asked.add(requestId);
  });
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    if (asked.has(requestId)) bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  return () => ({ scripts: asked.size, scriptKb: bytes / 1000 });
}

/** Milliseconds from the start of the navigation to the first frame that shows the grid's cells. */
async function untilPainted(page: Page): Promise<number> {
  const found = await page.waitForFunction(
    () => {
      const marked = window as { gridAt?: number } & typeof window;
      if (document.querySelector('[role=grid] [role=gridcell]') === null) return undefined;
      if (marked.gridAt !== undefined) return marked.gridAt;
      // The frame after next begins when this one is on the screen.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          marked.gridAt ??= performance.now();
        }),
      );
      return undefined;
    },
    undefined,
    { polling: 'raf', timeout: PAINTED_MS },
  );
  return Number(await found.jsonValue());
}

function rowsOf(loads: readonly Loaded[]): Row[] {
  const of = (pick: (load: Loaded) => number) => median(loads.map(pick));
  const [first] = loads;
  const script = of(({ scriptKb }) => scriptKb);
  const nodes = of((load) => load.nodes);
  const painted = of(({ paintedMs }) => paintedMs);
  const section = 'page';
  return [
    {
      ...{ section, measure: `hotel, grid of ${first?.grid}: scripts`, value: script, unit: 'kB' },
      result: `${short(script)} kB gzipped in ${of(({ scripts }) => scripts)} files`,
      target: MOST_SCRIPT_KB,
    },
    {
      ...{ section, measure: 'elements of the page', value: nodes, unit: 'elements' },
      result: `${nodes}, of them ${of(({ cells }) => cells)} cells`,
    },
    {
      ...{ section, measure: 'painted grid after', value: painted, unit: 'ms' },
      result: `${short(painted)} ms`,
    },
  ];
}
