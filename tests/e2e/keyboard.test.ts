import type { Page } from '@playwright/test';
import { expect, signIn, test } from './support/fixtures.ts';

const SUPPLIER = 61_001;

/** Presses Tab from the top of the page until a cell of the grid has the focus. */
async function tabToGrid(page: Page): Promise<void> {
  const focused = page.locator('[role="gridcell"]:focus');
  for (let i = 0; i < 60 && (await focused.count()) === 0; i++) await page.keyboard.press('Tab');
  await expect(focused).toHaveCount(1);
}

test('the calendar answers the keyboard before any mouse has touched it', async ({
  page,
  demo,
  changesUpstream,
}) => {
  await signIn(page, demo);
  await page.goto(`/s/${SUPPLIER}/calendar`);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
  await tabToGrid(page);
  const focused = page.locator('[role="gridcell"]:focus');
  const first = await focused.getAttribute('aria-label');
  await page.keyboard.press('ArrowDown');
  await expect(focused).not.toHaveAttribute('aria-label', first ?? '');
  await expect(focused).toHaveAttribute('aria-label', /Tarif public/);
  const column = Number(await focused.getAttribute('aria-colindex'));
  for (let i = 1; i <= 9; i++) {
    await page.keyboard.press('ArrowRight');
    await expect(focused).toHaveAttribute('aria-colindex', String(column + i));
  }
  await page.keyboard.type('137,5');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 modification', { exact: true })).toBeVisible();
  await expect(focused).toHaveAttribute('aria-label', /137,50/);
  await page.keyboard.press('Delete');
  await expect(page.getByText('1 modification', { exact: true })).toBeHidden();
  expect(await changesUpstream()).toEqual([]);
});

test('a cell can be typed into as soon as Tab arrives at it', async ({ page, demo }) => {
  await signIn(page, demo);
  await page.goto(`/s/${SUPPLIER}/calendar`);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
  await tabToGrid(page);
  await page.keyboard.press('Enter');
  await expect(page.locator('[role="grid"] input')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('[role="gridcell"]:focus')).toHaveCount(1);
});

test('a date typed key by key is gone to once, as typed', async ({ page, demo }) => {
  await signIn(page, demo);
  await page.goto(`/s/${SUPPLIER}/calendar`);
  const field = page.getByLabel('Aller au');
  const year = new Date().getUTCFullYear() + 1;
  const address = page.url();
  await field.focus();
  await page.keyboard.type('08');
  expect(page.url()).toBe(address);
  await page.keyboard.type(`08${year}`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`from=${year}-08-08`));
  await expect(field).toHaveValue(`${year}-08-08`);
});
