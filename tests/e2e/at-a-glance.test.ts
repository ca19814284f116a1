import { expect, expectAccessible, signIn, test } from './support/fixtures.ts';

const SUPPLIER = 61_001;

test('the year tells the exact price of what it rounds', async ({ page, demo }) => {
  await signIn(page, demo);
  await page.goto(`/s/${SUPPLIER}/calendar?zoom=year`);
  const rounded = page.locator('[role="gridcell"][title*=",50"]').first();
  await expect(rounded).toHaveText(/^\d+$/);
  const exact = (await rounded.getAttribute('title')) ?? 'none';
  await expect(rounded).toHaveAccessibleName(new RegExp(`: ${exact.replace(/\s/g, ' ')}`));
});

test('a phone tells who stays at a tap, and what its signs mean', async ({ page, demo }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, demo);
  await page.goto(`/s/${SUPPLIER}/calendar`);
  await page.getByLabel('Tarif', { exact: true }).selectOption({ label: 'Disponibilité' });
  const taken = page.locator('[data-phone-day][aria-description*="nuit"]').last();
  const guest = (await taken.getAttribute('aria-description'))?.split(',')[0] ?? 'nobody';
  const stays = page.getByRole('list', { name: 'Réservations' });
  await expect(stays).toBeHidden();
  await taken.click();
  await expect(stays.getByText(guest).first()).toBeVisible();
  await expectAccessible(page);

  const explain = page.getByRole('button', { name: 'Légende' });
  await explain.click();
  await expect(page.getByRole('dialog', { name: 'Légende' })).toContainText('Fermée à la vente');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(explain).toBeFocused();
});

test('a low screen keeps room for the nights and for the fields', async ({ page, demo }) => {
  await page.setViewportSize({ width: 640, height: 320 });
  await signIn(page, demo);
  await page.goto(`/s/${SUPPLIER}/calendar`);
  await expect(page.locator('[aria-selected][tabindex="0"]')).toBeInViewport();
  await page.locator('[aria-selected][tabindex="0"]').click();
  await page.getByRole('button', { name: 'Modifier' }).click();
  const price = page.getByRole('textbox', { name: 'Prix par nuit' });
  await price.fill('99');
  await expect(price).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: /^Appliquer/ })).toBeInViewport({ ratio: 1 });
});
