import type { Page } from '@playwright/test';
import {
  addDays,
  type CalendarDate,
  dateInZone,
  fromEpochDay,
  toEpochDay,
} from '#server/kernel/calendar-date.ts';
import { expect, expectAccessible, signIn, test } from './support/fixtures.ts';

const SUPPLIER = 61_001;
const ACCOMMODATION = 'Chambre de la Tour';
const RATE_TYPE = 'Tarif public';

const shortDate = new Intl.DateTimeFormat('fr-FR', {
  ...{ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' },
});
const longDate = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: 'UTC' });

/** A date that no other test touches. */
const dateAhead = (days: number): CalendarDate =>
  fromEpochDay(toEpochDay(dateInZone(Date.now(), 'Europe/Paris')) + days);

function cell(page: Page, date: CalendarDate) {
  const spoken = longDate.format(Date.parse(date));
  return page.getByRole('gridcell', { name: `${ACCOMMODATION}, ${RATE_TYPE}, ${spoken}:` });
}

async function sendAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Revoir' }).click();
  await page.getByRole('button', { name: /^Envoyer \d+ modifications? à Open Pro$/ }).click();
  await expect(page.getByText('Tout est confirmé par Open Pro').first()).toBeVisible({
    timeout: 30_000,
  });
}

test('a sending is rolled back to exactly what Open Pro held, after another review', async ({
  page,
  demo,
  changesUpstream,
}) => {
  const from = dateAhead(410);
  const to = addDays(from, 4);
  await signIn(page, demo);
  await page.goto(`/s/${SUPPLIER}/calendar?from=${from}`);
  await cell(page, from).click();
  const first = page.getByLabel('Du', { exact: true });
  if (!(await first.isVisible())) await page.getByRole('button', { name: 'Modifier' }).click();
  await first.fill(from);
  await page.getByLabel('Au', { exact: true }).fill(to);
  await page.getByRole('textbox', { name: 'Prix par nuit' }).fill('187,50');
  await page.getByRole('button', { name: 'Appliquer à 5 nuits' }).click();
  await sendAll(page);

  await page.getByRole('button', { name: 'Revenir en arrière' }).click();
  await expect(page.getByText('5 modifications mises en attente.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Ranger' }).click();
  await sendAll(page);

  const nights = new Map<string, { before: unknown; after: unknown; writes: number }>();
  for (const { kind, key, before, after } of await changesUpstream()) {
    const night = `${kind} ${JSON.stringify(key)}`;
    const known = nights.get(night);
    nights.set(night, {
      before: known ? known.before : before,
      after,
      writes: (known?.writes ?? 0) + 1,
    });
  }
  expect([...nights.values()].map(({ writes }) => writes)).toEqual([2, 2, 2, 2, 2]);
  for (const { before, after } of nights.values()) expect(after).toEqual(before);

  await page.keyboard.press('Escape');
  await cell(page, from).click();
  await page.getByRole('button', { name: 'Historique' }).click();
  await expect(page.getByText('confirmé par Open Pro le')).toHaveCount(2);
});

test('what Open Pro changed alone is listed, sent again after a review, or accepted', async ({
  page,
  demo,
}) => {
  const [sent, kept] = [dateAhead(420), dateAhead(423)];
  const { origin } = new URL(demo.stubUrl);
  for (const date of [sent, kept])
    await fetch(`${origin}/__stub/day`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ supplierId: SUPPLIER, accommodationId: 1, rateTypeId: 2001, kind: 'rate', date },
        ...{ value: { dureeMin: 9 }, unchecked: true },
      }),
    });
  await signIn(page, demo);
  await page.goto(`/s/${SUPPLIER}/calendar`);
  await page.getByRole('button', { name: 'Actualiser' }).click();
  await expect(page.getByText(/^À jour/)).toBeVisible();
  await page.goto(`/s/${SUPPLIER}/sync`);
  const row = (date: CalendarDate) =>
    page.getByRole('listitem').filter({ hasText: shortDate.format(Date.parse(date)) });
  await expect(row(sent)).toContainText('Séjour min.');
  await expectAccessible(page);
  await row(sent).getByRole('button', { name: 'Renvoyer' }).click();
  await expect(page.getByText('1 modification mise en attente dans le calendrier.')).toBeVisible();
  await row(kept).getByRole('button', { name: 'Accepter' }).click();
  await expect(page.getByText('1 écart accepté.')).toBeVisible();
  await expect(row(kept)).toHaveCount(0);
  await page.goto(`/s/${SUPPLIER}/calendar?from=${sent}`);
  await sendAll(page);
  await page.goto(`/s/${SUPPLIER}/sync`);
  await expect(page.getByText(/Aucun écart|trouvé le/).first()).toBeVisible();
  await expect(row(sent)).toHaveCount(0);
});
