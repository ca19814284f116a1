import type { Page } from '@playwright/test';
import { addDays, type CalendarDate } from '#server/kernel/calendar-date.ts';
import { clearFaults, postFault } from './support/faults.ts';
import { expect, expectAccessible, signIn, test } from './support/fixtures.ts';
import {
  dateIn,
  ownCents,
  pushFromElsewhere,
  ratesPath,
  SUITE,
  SUPPLIER,
  TOWER,
} from './support/push.ts';

const longDate = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: 'UTC' });

/** Stages a price for two nights of a room's public rate. */
async function stagePrice(page: Page, room: string, from: CalendarDate, cents: number) {
  const spoken = longDate.format(Date.parse(from));
  await page.getByRole('gridcell', { name: `${room}, Tarif public, ${spoken}:` }).click();
  const first = page.getByLabel('Du', { exact: true });
  if (!(await first.isVisible())) await page.getByRole('button', { name: 'Modifier' }).click();
  await first.fill(from);
  await page.getByLabel('Au', { exact: true }).fill(addDays(from, 1));
  await page
    .getByRole('textbox', { name: 'Prix par nuit' })
    .fill((cents / 100).toFixed(2).replace('.', ','));
  await page.getByRole('button', { name: 'Appliquer à 2 nuits' }).click();
}

test('of a sending one room is refused in Open Pro’s words, and confirmed when tried again', async ({
  page,
  demo,
  changesUpstream,
}) => {
  const from = dateIn(150);
  const cents = ownCents();
  const words = 'La suite est en travaux.';
  const fault = { match: { method: 'POST', path: ratesPath(SUITE) } };
  await postFault(demo, { ...fault, fault: { upstreamSentence: words } });
  try {
    await signIn(page, demo);
    await page.goto(`/s/${SUPPLIER}/calendar?from=${from}`);
    await stagePrice(page, TOWER.name, from, cents);
    await stagePrice(page, SUITE.name, from, cents);
    await page.getByRole('button', { name: 'Revoir' }).click();
    await page.getByRole('button', { name: 'Envoyer 4 modifications à Open Pro' }).click();
    const sheet = page.getByRole('dialog');
    await expect(sheet.getByText('Tout n’est pas confirmé par Open Pro')).toBeVisible({
      timeout: 45_000,
    });
    const ofRoom = (name: string) =>
      sheet.locator('section').filter({ has: page.getByRole('heading', { name }) });
    await expect(ofRoom(TOWER.name).getByText('confirmé', { exact: true }).first()).toBeVisible();
    await expect(ofRoom(SUITE.name).getByText('refusé', { exact: true }).first()).toBeVisible();
    await expect(ofRoom(SUITE.name)).toContainText(`Open Pro a refusé : « ${words} »`);
    await expect(ofRoom(TOWER.name).getByRole('button', { name: /^Réessayer/ })).toHaveCount(0);
    await expectAccessible(page);
    expect((await changesUpstream()).map(({ accommodationId }) => accommodationId)).toEqual([
      TOWER.id,
      TOWER.id,
    ]);
  } finally {
    await clearFaults(demo);
  }
  await page.goto(`/s/${SUPPLIER}/sendings`);
  const list = page.getByRole('region', { name: 'Envois, du plus récent au plus ancien' });
  const newest = list.getByRole('button').first();
  await expect(newest).toContainText('2 confirmés');
  await expect(newest).toContainText('2 refusés');
  await expectAccessible(page);
  await newest.click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: `Réessayer : ${SUITE.name} · Tarifs` }).click();
  await expect(sheet.getByText('2 cases repartent.')).toBeVisible();
  await expect(sheet.getByText('Tout est confirmé par Open Pro')).toBeVisible({ timeout: 45_000 });
  await expect(sheet.getByRole('button', { name: /^Réessayer/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(newest).toBeFocused();
  await expect(newest).toContainText('4 confirmés');
  const prices = (await changesUpstream()).filter(({ accommodationId }) => accommodationId === 2);
  expect(prices).toHaveLength(2);
  expect(JSON.stringify(prices.map(({ after }) => after))).toContain(String(cents / 100));
});

test('what another device sent is followed here, and stopped while it has not left', async ({
  page,
  demo,
}) => {
  const from = dateIn(170);
  const priceCents = ownCents();
  await signIn(page, demo);
  const fault = { match: { method: 'POST', path: ratesPath(SUITE) }, times: 1 };
  await postFault(demo, { ...fault, fault: { delayMs: 9_000 } });
  try {
    const rooms = [SUITE];
    await pushFromElsewhere(page, demo, { from, priceCents, rooms });
    // It stands behind the first one, which upstream is slow to answer.
    const later = { from: addDays(from, 7), priceCents, rooms };
    const waiting = await pushFromElsewhere(page, demo, later);
    await page.goto(`/s/${SUPPLIER}/calendar`);
    const strip = page.getByRole('region', { name: 'Envoi à Open Pro' });
    await expect(strip.getByText('Envoi en cours').first()).toBeVisible();
    await expect(strip.getByRole('button', { name: '1 autre envoi' })).toBeVisible();
    await page.goto(`/s/${SUPPLIER}/sendings?sending=${waiting}`);
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Arrêter ce qui n’est pas parti' }).click();
    await expect(sheet.getByText('Arrêté : 2 cases ne sont pas parties.')).toBeVisible();
    await expect(sheet.getByText('Envoi annulé')).toBeVisible();
    await expectAccessible(page);
    await sheet.getByRole('button', { name: 'Fermer' }).click();
    const list = page.getByRole('region', { name: 'Envois, du plus récent au plus ancien' });
    await expect(list.getByRole('button').nth(0)).toContainText('2 annulés');
    await expect(list.getByRole('button').nth(1)).toContainText('2 confirmés', { timeout: 45_000 });
  } finally {
    await clearFaults(demo);
  }
});
