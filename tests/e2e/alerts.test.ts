import type { Page } from '@playwright/test';
import type { Demo } from './support/demo.ts';
import { clearFaults, postFault } from './support/faults.ts';
import { expect, expectAccessible, signIn, test } from './support/fixtures.ts';
import {
  ask,
  call,
  dateIn,
  ownCents,
  pushFromElsewhere,
  ratesPath,
  SUITE,
  SUPPLIER,
} from './support/push.ts';

/** Sees to whatever other tests have left. */
async function seeToAll(page: Page, demo: Demo): Promise<void> {
  const open = (await ask(page, 'alerts.list', { limit: 200 })) as { items: { id: string }[] };
  for (const { id } of open.items) await call(page, demo, 'alerts.acknowledge', { alertId: id });
}

/** Has a sending refused by upstream, and waits until it has ended. */
async function refusedPush(page: Page, demo: Demo, days: number): Promise<string> {
  const fault = { match: { method: 'POST', path: ratesPath(SUITE) } };
  await postFault(demo, { ...fault, fault: { upstreamSentence: 'Non.' } });
  try {
    const wanted = { from: dateIn(days), priceCents: ownCents(), rooms: [SUITE] };
    const batchId = await pushFromElsewhere(page, demo, wanted);
    await expect
      .poll(() => ask(page, 'bulkUpdates.get', { batchId }), { timeout: 45_000 })
      .toMatchObject({ state: 'attention' });
    return batchId;
  } finally {
    await clearFaults(demo);
  }
}

test('the bell tells of a refusal, leads to the sending, and is quiet once it was seen to', async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await seeToAll(page, demo);
  await page.goto(`/s/${SUPPLIER}/calendar`);
  const quiet = page.getByRole('button', { name: 'Alertes', exact: true });
  await quiet.click();
  const panel = page.getByRole('dialog', { name: 'Alertes' });
  await expect(panel.getByText('Rien à signaler')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(quiet).toBeFocused();

  const batchId = await refusedPush(page, demo, 190);
  await page.reload();
  const bell = page.getByRole('button', { name: 'Alertes : 1 à voir' });
  await bell.click();
  await expect(panel).toContainText('Open Pro n’a pas pris tout ce qui lui a été envoyé.');
  await expect(panel).toContainText(/Vu à l’instant|Vu il y a/);
  await expectAccessible(page);
  await panel.getByRole('link', { name: 'Voir l’envoi' }).click();
  await expect(page).toHaveURL(new RegExp(`/s/${SUPPLIER}/sendings\\?sending=${batchId}$`));
  const sheet = page.getByRole('dialog', { name: 'Envoi à Open Pro' });
  await expect(sheet).toContainText('Open Pro a refusé : « Non. »');
  await sheet.getByRole('button', { name: 'Fermer' }).click();

  await bell.click();
  await panel.getByRole('button', { name: 'C’est vu' }).click();
  await expect(panel.getByText('Rien à signaler')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(quiet).toBeFocused();
  await page.reload();
  await expect(quiet).toBeVisible();
});

test('a sending that ends on the page rings the bell without being asked', async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await seeToAll(page, demo);
  const fault = { match: { method: 'POST', path: ratesPath(SUITE) }, times: 1 };
  // Slow enough that the page sees it on its way.
  await postFault(demo, { ...fault, fault: { upstreamSentence: 'Non.', delayMs: 5_000 } });
  try {
    const wanted = { from: dateIn(210), priceCents: ownCents(), rooms: [SUITE] };
    await pushFromElsewhere(page, demo, wanted);
    await page.goto(`/s/${SUPPLIER}/calendar`);
    await expect(page.getByText('Envoi en cours')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Alertes : 1 à voir' })).toBeVisible({
      timeout: 30_000,
    });
  } finally {
    await clearFaults(demo);
  }
});

test('a phone shows the alerts from below, with room for a finger', async ({ page, demo }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, demo);
  await seeToAll(page, demo);
  await refusedPush(page, demo, 230);
  await page.goto(`/s/${SUPPLIER}/calendar`);
  const bell = page.getByRole('button', { name: 'Alertes : 1 à voir' });
  await bell.click();
  const sheet = page.getByRole('dialog', { name: 'Alertes' });
  const seen = sheet.getByRole('button', { name: 'C’est vu' });
  await expect(seen).toBeVisible();
  await expectAccessible(page);
  for (const one of [bell, seen, sheet.getByRole('link', { name: 'Voir l’envoi' })])
    expect((await one.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await page.keyboard.press('Escape');
  await expect(bell).toBeFocused();

  await page.getByLabel('Mon menu').click();
  const more = page.getByRole('navigation', { name: 'Autres pages' });
  await expect(more.getByRole('link', { name: 'Réglages' })).toBeVisible();
  await expectAccessible(page);
});
