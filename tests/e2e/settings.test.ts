import type { Page } from '@playwright/test';
import { expect, expectAccessible, signIn, test } from './support/fixtures.ts';

/** A property that no other test looks at. */
const SUPPLIER = 62_002;
const NAME = 'Gîte de la Combe aux Merles';
const HOUSE = 'Gîte entier';

async function open(page: Page, path = ''): Promise<void> {
  await page.goto(`/s/${SUPPLIER}/settings${path}`);
}

/** The choice of property, of which the frame shows one at each width. */
const propertySwitch = (page: Page) =>
  page.getByRole('combobox', { name: 'Établissement', exact: true });

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Enregistré.')).toBeVisible();
}

test('settings show in the calendar and in the audit log', async ({ page, demo }) => {
  await signIn(page, demo);
  await open(page);
  const name = page.getByLabel('Nom', { exact: true });
  await expect(name).toHaveValue(NAME);
  await expectAccessible(page);
  const monday = page.getByRole('checkbox', { name: 'Lundi' });
  await name.fill('Gîte des Dunes');
  await monday.check();
  await expect(page.getByText('2 réglages modifiés')).toBeVisible();
  await expectAccessible(page);
  await save(page);

  await page.getByRole('link', { name: 'Calendrier' }).click();
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(propertySwitch(page)).toContainText('Gîte des Dunes');
  const nights = page.getByRole('gridcell', { name: new RegExp(`^${HOUSE}, .*, lundi `) });
  await expect(nights.first()).toHaveAttribute('data-weekend', 'true');

  await page.getByRole('link', { name: 'Journal' }).click();
  const entry = page.getByRole('listitem').filter({ hasText: 'Réglages modifiés' }).first();
  await expect(entry).toContainText('Gîte des Dunes');
  await expect(entry).toContainText('lundi', { ignoreCase: true });
  await expectAccessible(page);

  await open(page);
  await name.fill(NAME);
  await monday.uncheck();
  await save(page);
});

test('money is read as it is typed, bounds are checked, and units reach the calendar', async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await open(page, '/accommodations');
  const field = (label: string) => page.getByLabel(`${label}, ${HOUSE}`);
  await expect(field('Unités')).toHaveAttribute('placeholder', /estimé/);
  await expectAccessible(page);
  await field('Plancher').fill('1 234,50');
  await field('Plafond').fill('1234.4');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(field('Plancher')).toBeFocused();
  await expect(field('Plancher')).toHaveAccessibleDescription('Le plancher dépasse le plafond.');
  await expectAccessible(page);
  await field('Plancher').fill('12,5');
  await field('Unités').fill('9');
  await save(page);
  await page.reload();
  await expect(field('Plancher')).toHaveValue('12,50');
  await expect(field('Plafond')).toHaveValue(/^1\s234,40$/);
  await page.goto(`/s/${SUPPLIER}/calendar`);
  await expect(page.getByRole('gridcell', { name: /sur 9/ }).first()).toBeVisible();

  await open(page, '/accommodations');
  for (const label of ['Unités', 'Plancher', 'Plafond']) await field(label).fill('');
  await save(page);
});

test('fewer units than stays have taken are refused at the field', async ({
  page,
  demo,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 400/);
  await signIn(page, demo);
  await open(page, '/accommodations');
  const units = page.getByLabel(`Unités, ${HOUSE}`);
  await units.fill('0');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(units).toHaveAccessibleDescription(/Moins d’unités qu’une nuit à venir/);
  await expect(units).toHaveValue('0');
  await expectAccessible(page);
});

test('what is not saved is asked about before it is left', async ({ page, demo }) => {
  await signIn(page, demo);
  await open(page);
  const name = page.getByLabel('Nom', { exact: true });
  await name.fill('À moitié');
  const question = page.getByRole('dialog', { name: 'Quitter sans enregistrer ?' });
  await page.getByRole('link', { name: 'Calendrier' }).click();
  await expect(question).toBeVisible();
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Annuler' }).click();
  await expect(name).toHaveValue('À moitié');
  await propertySwitch(page).selectOption({ index: 0 });
  await expect(question).toBeVisible();
  await question.getByRole('button', { name: 'Annuler' }).click();
  await page.getByRole('link', { name: 'Équipe' }).click();
  await question.getByRole('button', { name: 'Quitter la page' }).click();
  await expect(page).toHaveURL(/\/settings\/team$/);
  await open(page);
  await expect(name).toHaveValue(NAME);
});

test('a time zone is found by typing, with the keyboard alone', async ({ page, demo }) => {
  await signIn(page, demo);
  await open(page);
  const zone = page.getByRole('combobox', { name: 'Fuseau horaire' });
  const offered = page.getByRole('listbox', { name: 'Fuseau horaire' }).getByRole('option');
  await zone.focus();
  await page.keyboard.press('ArrowDown');
  await expect(offered.and(page.locator('[aria-selected="true"]'))).toContainText('Europe/Paris');
  await zone.fill('reunion');
  await expect(offered).toHaveCount(1);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(zone).toHaveValue('La Réunion');
  await expect(page.getByText('1 réglage modifié')).toBeVisible();
  await page.getByRole('button', { name: 'Annuler' }).click();
  await expect(zone).toHaveValue('France métropolitaine');
});

test('an API key is shown once, works, and ends when it is revoked', async ({ page, demo }) => {
  await signIn(page, demo);
  await open(page, '/api-keys');
  await expect(page.getByRole('table', { name: 'Clés d’API' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Créer une clé' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Créer la clé' }).click();
  await expect(form.getByLabel('Nom')).toHaveAccessibleDescription(/À remplir/);
  await form.getByLabel('Nom').fill('Site de réservation');
  await form.getByText('Seulement certains').click();
  await form.getByRole('checkbox', { name: NAME }).check();
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Créer la clé' }).click();
  const shown = form.getByLabel('Clé « Site de réservation »');
  await expect(shown).toHaveValue(/^opk_/);
  await expectAccessible(page);
  const authorization = `Bearer ${await shown.inputValue()}`;
  await form.getByRole('button', { name: 'J’ai gardé la clé' }).click();
  const listed = async () => {
    const answer = await fetch(`${demo.url}/api/trpc/suppliers.list`, {
      headers: { authorization },
    });
    const body = await answer.json();
    return [answer.status, body.result?.data.map(({ id }: { id: number }) => id)];
  };
  expect(await listed()).toEqual([200, [SUPPLIER]]);

  await page.getByRole('button', { name: 'Révoquer Site de réservation' }).first().click();
  await form.getByRole('button', { name: 'Révoquer' }).click();
  await expect(page.getByText('La clé « Site de réservation » est révoquée.')).toBeVisible();
  expect(await listed()).toEqual([401, undefined]);
  expect(await page.content()).not.toContain(authorization.slice('Bearer '.length));
});

test('a website is allowed, a wrong address is refused at its field', async ({
  page,
  demo,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 400/);
  await signIn(page, demo);
  await open(page, '/api-keys');
  const section = page.getByRole('region', { name: 'Sites web autorisés' });
  await section.getByRole('button', { name: 'Ajouter une adresse' }).click();
  const address = section.getByRole('textbox', { name: 'Adresse n° 1' });
  await address.fill('https://www.exemple.fr/page');
  await section.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(address).toHaveAccessibleDescription(/refusée/);
  await expectAccessible(page);
  await address.fill('https://www.exemple.fr');
  await section.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(section.getByText('Enregistré')).toBeVisible();
  await page.reload();
  await expect(address).toHaveValue('https://www.exemple.fr');
  await section.getByRole('button', { name: 'Retirer l’adresse n° 1' }).click();
  await section.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(section.getByText('Aucun site n’est autorisé.')).toBeVisible();
  await expect(section.getByText('Enregistré')).toBeVisible();
});
