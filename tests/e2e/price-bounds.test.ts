import type { Page } from '@playwright/test';
import {
  addDays,
  type CalendarDate,
  dateInZone,
  fromEpochDay,
  isoWeekday,
  toEpochDay,
} from '#server/kernel/calendar-date.ts';
import type { Demo } from './support/demo.ts';
import { expect, expectAccessible, signIn, test } from './support/fixtures.ts';

const SUPPLIER = 61_001;
const longDate = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: 'UTC' });

/** A Monday far enough ahead that no other test touches it. */
function mondayIn(days: number): CalendarDate {
  const day = toEpochDay(dateInZone(Date.now(), 'Europe/Paris')) + days;
  return fromEpochDay(day + ((8 - isoWeekday(day)) % 7));
}

const cell = (page: Page, date: CalendarDate) =>
  page.getByRole('gridcell', {
    name: `Chambre de la Tour, Tarif public, ${longDate.format(Date.parse(date))}:`,
  });

/** Sets settings of the house as another program would. */
async function setSettings({ url, apiKey }: Demo, change: object): Promise<void> {
  const answer = await fetch(`${url}/api/trpc/settings.update`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ supplierId: SUPPLIER, ...change }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

const bounds = (floorCents: number | null, ceilingCents: number | null) => ({
  accommodations: [{ id: 1, set: { floorCents, ceilingCents } }],
});

test('a price out of bounds is told before it is sent, and an owner may send it all the same', async ({
  page,
  demo,
  changesUpstream,
}) => {
  const monday = mondayIn(330);
  await setSettings(demo, bounds(80_00, 400_00));
  try {
    await signIn(page, demo);
    await page.goto(`/s/${SUPPLIER}/calendar?from=${monday}`);
    await cell(page, monday).click();
    await page.keyboard.type('12,50');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Revoir' }).click();
    const review = page.getByRole('dialog');
    await expect(review.getByText('Sous le plancher de 80\u202f€')).toBeVisible();
    await expect(review.getByText('Refusé, rien n’est envoyé')).toBeVisible();
    const send = review.getByRole('button', { name: 'Envoyer 1 modification à Open Pro' });
    await expect(send).toBeDisabled();
    await expectAccessible(page);
    expect(await changesUpstream()).toEqual([]);
    const meant = review.getByRole('checkbox', { name: 'Envoyer quand même hors limites' });
    await meant.check();
    await expect(review.getByText('Refusé, rien n’est envoyé')).toBeHidden();
    await expect(review.getByText('Sous le plancher de 80\u202f€')).toBeVisible();
    await meant.uncheck();
    await expect(send).toBeDisabled();
    await meant.check();
    await expectAccessible(page);
    await send.click();
    await expect(page.getByText('Tout est confirmé par Open Pro').first()).toBeVisible({
      timeout: 30_000,
    });
    expect((await changesUpstream()).map(({ key }) => key)).toEqual([`2001:${monday}`]);
  } finally {
    await setSettings(demo, bounds(null, null));
  }
});

test('the grid shows the weekend nights of the house', async ({ page, demo }) => {
  const monday = mondayIn(330);
  await setSettings(demo, { set: { weekendNights: [1, 7] } });
  try {
    await signIn(page, demo);
    await page.goto(`/s/${SUPPLIER}/calendar?from=${monday}`);
    await expect(cell(page, monday)).toHaveAttribute('data-weekend', 'true');
    await expect(cell(page, addDays(monday, 4))).not.toHaveAttribute('data-weekend');
    await expect(cell(page, addDays(monday, 6))).toHaveAttribute('data-weekend', 'true');
  } finally {
    await setSettings(demo, { set: { weekendNights: [5, 6] } });
  }
});
