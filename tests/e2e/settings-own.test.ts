import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/fixtures.ts';
import { expect, type OwnApp, test } from './support/own-app.ts';

const HOUSE = 61_001;
const GITE = 62_002;

/** Signs in as the owner of one property that was read. */
async function enter(page: Page, own: OwnApp, name: string): Promise<void> {
  const owner = await own.person(name, `Chez ${name}`);
  await page.goto('/sign-in');
  await page.getByLabel('Adresse e-mail').fill(owner.email);
  await page.getByLabel('Mot de passe').fill(owner.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await call(page, own, 'connections.add', {
    name: 'Première clé',
    apiKey: own.stub.apiKey,
    suppliers: [{ supplierId: HOUSE, name: 'La Maison' }],
  });
  await call(page, own, 'suppliers.refresh', { supplierId: HOUSE });
}

async function call(page: Page, own: OwnApp, path: string, data: unknown): Promise<unknown> {
  const headers = { origin: own.url };
  const answer = await page.request.post(`/api/trpc/${path}`, { data, headers });
  expect(answer.status(), path).toBe(200);
  return (await answer.json()).result.data;
}

test('a property is added after its key was tried, and a refused key is replaced', async ({
  page,
  own,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 50\d/);
  await enter(page, own, 'Agathe');
  await page.goto(`/s/${HOUSE}/settings/connections`);
  const key = page.getByRole('region', { name: 'Première clé' });
  await expect(key).toContainText(`Clé se terminant par ${own.stub.apiKey.slice(-4)}`);
  await expect(key).toContainText('acceptée');
  await expectAccessible(page);
  await key.getByRole('button', { name: 'Ajouter un établissement' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Numéros d’établissement').fill(`${HOUSE} ${GITE} 99`);
  await sheet.getByRole('button', { name: 'Essayer chez Open Pro' }).click();
  const seen = sheet.getByRole('list', { name: 'Ce que la clé voit' }).getByRole('listitem');
  await expect(seen).toHaveCount(3);
  await expect(seen.nth(0)).toContainText('Déjà ajouté');
  await expect(seen.nth(1)).toContainText('hébergement');
  await expect(seen.nth(2)).toContainText('Inconnu d’Open Pro');
  await sheet.getByLabel('Nom de l’établissement').fill('Le Gîte');
  await expectAccessible(page);
  await sheet.getByRole('button', { name: 'Ajouter 1 établissement' }).click();
  await expect(key.getByRole('link', { name: 'Le Gîte' })).toBeVisible();
  expect(await page.content()).not.toContain(own.stub.apiKey);

  await key.getByRole('button', { name: 'Remplacer la clé' }).click();
  await sheet.getByLabel('Clé Open Pro').fill('a-key-of-nobody');
  await sheet.getByRole('button', { name: 'Essayer et remplacer' }).click();
  await expect(sheet.getByRole('alert')).toContainText('Open Pro refuse');
  await expectAccessible(page);
  await sheet.getByLabel('Clé Open Pro').fill(own.stub.apiKey);
  await sheet.getByRole('button', { name: 'Essayer et remplacer' }).click();
  await expect(page.getByText('La clé de Première clé est remplacée.')).toBeVisible();
});

test('a guest is found, handed their data, and erased', async ({ page, own }) => {
  await enter(page, own, 'Basile');
  const query = encodeURIComponent(JSON.stringify({ supplierId: HOUSE }));
  const answer = await page.request.get(`/api/trpc/bookings.list?input=${query}`);
  const { items } = (await answer.json()).result.data;
  const [past] = items.filter(({ state }: { state: string }) => state === 'confirmed');
  await page.goto(`/s/${HOUSE}/settings/guests`);
  await expect(page.getByLabel('Adresse e-mail du client')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Adresse e-mail du client').fill('nobody');
  await page.getByRole('button', { name: 'Chercher' }).click();
  await expect(page.getByLabel('Adresse e-mail du client')).toHaveAccessibleDescription(/Écrivez/);
  await page.getByText('Réservation', { exact: true }).click();
  await page.getByLabel('Numéro de réservation').fill(String(past.id));
  await page.getByRole('button', { name: 'Chercher' }).click();
  const found = page.getByRole('table', { name: 'Réservations de ce client' });
  await expect(found).toContainText(past.guestName);
  await expectAccessible(page);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Exporter (JSON)' }).click();
  const file = await (await download).path();
  expect(JSON.parse(readFileSync(file, 'utf8')).organisation).toBe('Chez Basile');
  expect(readFileSync(file, 'utf8')).toContain(past.guestName);

  await page.getByRole('button', { name: 'Effacer ses données' }).click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText('Open Pro garde ses propres données');
  await expect(question.getByRole('button', { name: 'Effacer' })).toBeDisabled();
  await expectAccessible(page);
  await question.getByRole('checkbox').check();
  await question.getByRole('button', { name: 'Effacer' }).click();
  await expect(found).toContainText('effacé');
  await expect(found).not.toContainText(past.guestName);

  await page.goto(`/s/${HOUSE}/audit`);
  const entries = page.getByRole('listitem');
  const erased = entries.filter({ hasText: 'Données d’un client effacées' });
  await expect(erased).toHaveCount(1);
  await expect(erased.getByRole('listitem').filter({ hasText: 'Effacées' })).toContainText(
    String(past.id),
  );
  await expect(entries.filter({ hasText: 'Données d’un client exportées' })).toHaveCount(1);
  expect(await page.content()).not.toContain(past.guestName);
  await page.getByLabel('Quoi').selectOption({ label: 'Données d’un client effacées' });
  await expect(entries.filter({ hasText: 'Données d’un client exportées' })).toHaveCount(0);
  await expect(entries.filter({ hasText: 'Données d’un client effacées' })).toHaveCount(1);
  const csv = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Télécharger (CSV)' }).click();
  const lines = readFileSync(await (await csv).path(), 'utf8');
  expect(lines).toContain('guest.erase');
  expect(lines).not.toContain('guest.export');
});
