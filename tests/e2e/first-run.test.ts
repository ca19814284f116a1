import type { Page } from '@playwright/test';
import { expectAccessible } from './support/fixtures.ts';
import { expect, type Login, test } from './support/own-app.ts';

async function enter(page: Page, { email, password }: Login): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}

async function tryKey(page: Page, key: string, numbers: string): Promise<void> {
  await page.getByLabel('Clé Open Pro').fill(key);
  await page.getByLabel('Numéros d’établissement').fill(numbers);
  await page.getByRole('button', { name: 'Essayer la clé' }).click();
}

test('an owner comes from an empty database to the calendar', async ({
  page,
  own,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 400/);
  const [house, gite] = [61_001, 62_002];
  await enter(page, await own.person('Odile', 'Les Hortensias'));

  await expect(page).toHaveURL(/\/start$/);
  await expect(page.getByRole('heading', { name: 'Relier Open Pro' })).toBeVisible();
  await expect(page.getByText('relier Les Hortensias à un logiciel')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'J’ai ma clé' }).click();

  await tryKey(page, 'a-key-of-nobody', String(house));
  await expect(page.getByRole('status')).toContainText('Open Pro refuse cette clé');
  await expect(page.getByRole('button', { name: 'Continuer' })).toBeHidden();
  await tryKey(page, own.stub.apiKey, `${house}, n°2`);
  await expect(page.getByText('« n°2 » n’est pas un numéro')).toBeVisible();
  await tryKey(page, own.stub.apiKey, `${house} ${gite} 12345`);
  const seen = page.getByRole('region', { name: 'Ce que la clé montre' }).getByRole('listitem');
  await expect(seen).toHaveCount(3);
  await expect(seen.nth(0)).toContainText('hébergements');
  await expect(seen.nth(2)).toContainText('aucun hébergement sous ce numéro');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continuer' }).click();

  await expect(page.getByRole('checkbox')).toHaveCount(2);
  const displayed = page.getByLabel('Nom affiché').first();
  await displayed.fill('x'.repeat(201));
  await page.getByRole('button', { name: 'Ajouter 2 établissements' }).click();
  await expect(displayed).toHaveAccessibleDescription(/200/);
  await expect(displayed).toHaveValue('x'.repeat(201));
  await displayed.fill('Maison des Hortensias');
  await page.getByRole('checkbox', { name: String(gite) }).uncheck();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Ajouter 1 établissement' }).click();

  await expect(page.getByText('Tout est lu.')).toBeVisible({ timeout: 60_000 });
  await expect(
    page.getByRole('listitem').filter({ hasText: 'Maison des Hortensias' }),
  ).toContainText('Lu');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continuer' }).click();

  await expect(page.getByLabel('Fuseau horaire')).toHaveValue('Europe/Paris');
  await expect(page.getByRole('checkbox', { name: 'ven.' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'dim.' })).not.toBeChecked();
  const units = page.getByRole('spinbutton', { name: /^Unités/ });
  await expect(units.first()).toHaveValue(/^[1-9]/);
  await expectAccessible(page);
  await page.getByLabel('Fuseau horaire').selectOption('Indian/Reunion');
  await page.getByRole('button', { name: 'Ouvrir le calendrier' }).click();

  await expect(page).toHaveURL(`/s/${house}/calendar`);
  await expect(page.getByRole('grid')).toBeVisible();
  // The key was tried and is kept sealed: nothing of it is left in the page.
  expect(await page.content()).not.toContain(own.stub.apiKey);
  await page.goto('/start');
  await expect(page).toHaveURL(/\/calendar$/);
});

test('a first reading that fails says why and is started again', async ({ page, own }) => {
  await enter(page, await own.person('Firmin', 'Le Moulin'));
  await page.getByRole('button', { name: 'J’ai ma clé' }).click();
  await tryKey(page, own.stub.apiKey, '62002');
  await page.getByRole('button', { name: 'Continuer' }).click();
  await own.stub.fault({ fault: { status: 503 } });
  await page.getByRole('button', { name: 'Ajouter 1 établissement' }).click();
  const row = page.getByRole('listitem').filter({ has: page.getByRole('button') });
  await expect(row).toContainText('Open Pro ne répond pas', { timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Continuer' })).toBeDisabled();
  await expectAccessible(page);
  // What was added stays added: a reload goes on from here.
  await page.reload();
  await expect(row).toContainText('Open Pro ne répond pas', { timeout: 60_000 });
  await own.stub.clearFaults();
  await row.getByRole('button', { name: 'Relire' }).click();
  await expect(page.getByText('Tout est lu.')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Continuer' })).toBeEnabled();
});
