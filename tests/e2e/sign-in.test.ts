import { expect, expectAccessible, signIn, test } from './support/fixtures.ts';

/** What the browser itself logs when a sign-in is refused. */
const REFUSED = /the server responded with a status of 401/;

test('the owner signs in and sees the calendar', async ({ page, demo }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  await expectAccessible(page);
  await signIn(page, demo);
  await expect(page).toHaveURL(/\/s\/\d+\/calendar/);
  await expect(page.getByRole('grid')).toBeVisible();
  await expectAccessible(page);
});

test('a wrong password is refused in words, and what was typed stays', async ({
  page,
  demo,
  expectConsoleError,
}) => {
  expectConsoleError(REFUSED);
  await page.goto('/sign-in');
  await page.getByLabel('Adresse e-mail').fill(demo.email);
  await page.getByLabel('Mot de passe').fill('not the password');
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByLabel('Adresse e-mail')).toHaveValue(demo.email);
  await expectAccessible(page);
});

test('a page of the app asks a stranger to sign in, then shows it', async ({ page, demo }) => {
  const path = `/s/${demo.supplierIds[0]}/calendar?from=2027-06-01`;
  await page.goto(path);
  await expect(page).toHaveURL(/\/sign-in\?to=/);
  await page.getByLabel('Adresse e-mail').fill(demo.email);
  await page.getByLabel('Mot de passe').fill(demo.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page).toHaveURL(path);
});
