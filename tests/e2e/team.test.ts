import { randomBytes } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import type { Demo } from './support/demo.ts';
import { expect, expectAccessible, signIn, test } from './support/fixtures.ts';

/** A browser of somebody else's, with no session. */
async function otherBrowser(browser: Browser, { url }: Demo): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: 'fr-FR' });
  return context.newPage();
}

/** Invites through the page and gives the link that it shows. */
async function invite(page: Page, email: string, role: string): Promise<string> {
  const form = page.getByRole('region', { name: 'Inviter un collègue' });
  await form.getByLabel('Adresse e-mail').fill(email);
  await form.getByRole('radio', { name: role }).check();
  await form.getByRole('button', { name: 'Inviter' }).click();
  const link = form.getByLabel('Lien d’invitation');
  await expect(link).toHaveValue(/^http/);
  return link.inputValue();
}

async function accept(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Votre nom').fill(name);
  await page.getByLabel('Choisissez un mot de passe').fill('une phrase assez longue');
  await page.getByRole('button', { name: 'Créer mon compte' }).click();
  await page.waitForURL(/\/s\/\d+\/calendar/);
}

/** The answer to a call that the page's own code would not make. */
async function statusOf(page: Page, path: string, data: unknown): Promise<number> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post(`/api/trpc/${path}`, { data, headers: { origin } });
  return answer.status();
}

test('a colleague is invited, does what the role allows and nothing else, and is removed at once', async ({
  page,
  browser,
  demo,
}) => {
  const supplierId = demo.supplierIds[0];
  const name = `Léa ${randomBytes(3).toString('hex')}`;
  const email = `${name.split(' ')[1]}@example.org`;
  await signIn(page, demo);
  await page.goto(`/s/${supplierId}/settings/team`);
  await expect(page.getByRole('rowheader', { name: demo.email })).toBeVisible();
  await expect(page.getByText('Dernier propriétaire')).toBeVisible();
  await expectAccessible(page);
  const link = await invite(page, email, 'Réception');
  const open = page.getByRole('region', { name: 'Invitations en attente' });
  await expect(open.getByRole('row').filter({ hasText: email })).toContainText('Réception');
  await expectAccessible(page);

  const colleague = await otherBrowser(browser, demo);
  await accept(colleague, link, name);
  const pages = colleague.getByRole('navigation', { name: 'Pages' });
  await expect(pages.getByRole('link', { name: 'Calendrier' })).toBeVisible();
  await expect(pages.getByRole('link')).toHaveCount(3);
  for (const path of ['settings', 'settings/accommodations', 'settings/team', 'audit']) {
    await colleague.goto(`/s/${supplierId}/${path}`);
    await expect(colleague.getByRole('heading', { name: 'Page réservée' })).toBeVisible();
    await expect(colleague.getByText('Vous êtes réception')).toBeVisible();
  }
  await expectAccessible(colleague);
  const rename = { supplierId, set: { name: 'Chez Léa' } };
  expect(await statusOf(colleague, 'settings.update', rename)).toBe(403);
  expect(await statusOf(colleague, 'team.invite', { email, role: 'owner' })).toBe(403);

  await page.reload();
  await expect(open).toBeHidden();
  await page.getByRole('button', { name: `Changer le rôle de ${name}` }).click();
  const question = page.getByRole('dialog');
  await expectAccessible(page);
  await question.getByRole('radio', { name: 'Gestionnaire' }).check();
  await question.getByRole('button', { name: 'Changer', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: email })).toContainText('Gestionnaire');

  // The session that was open all the time may more now, and still not everything.
  await colleague.goto(`/s/${supplierId}/settings/team`);
  await expect(pages.getByRole('link')).toHaveCount(5);
  await expect(colleague.getByText('Seul un propriétaire peut inviter')).toBeVisible();
  await expect(colleague.getByRole('button', { name: 'Inviter' })).toHaveCount(0);
  await expect(colleague.getByRole('button', { name: /Changer le rôle|Retirer/ })).toHaveCount(0);
  await expectAccessible(colleague);
  expect(await statusOf(colleague, 'team.invite', { email, role: 'owner' })).toBe(403);
  await colleague.goto(`/s/${supplierId}/settings/api-keys`);
  await expect(colleague.getByRole('heading', { name: 'Page réservée' })).toBeVisible();

  await colleague.goto(`/s/${supplierId}/calendar`);
  await expect(colleague.getByRole('grid')).toBeVisible();
  await page.getByRole('button', { name: `Retirer ${name}` }).click();
  await question.getByRole('button', { name: 'Retirer' }).click();
  await expect(page.getByRole('row').filter({ hasText: email })).toHaveCount(0);
  expect(await statusOf(colleague, 'settings.update', rename)).toBe(404);
  // The calendar that was open all the time goes with the first answer that refuses it.
  await colleague.getByRole('button', { name: 'Actualiser' }).click();
  await expect(colleague.getByText('Votre accès à cet établissement a pris fin.')).toBeVisible();
  await expect(colleague.getByRole('grid')).toHaveCount(0);
  await expectAccessible(colleague);
  await colleague.goto(`/s/${supplierId}/calendar`);
  await expect(colleague.getByRole('grid')).toHaveCount(0);
  await colleague.context().close();
});

test('an invitation that is cancelled leads nowhere', async ({ page, browser, demo }) => {
  const email = `${randomBytes(3).toString('hex')}@example.org`;
  await signIn(page, demo);
  await page.goto(`/s/${demo.supplierIds[0]}/settings/team`);
  const link = await invite(page, email, 'Lecture');
  await page.getByRole('button', { name: `Annuler l’invitation de ${email}` }).click();
  const question = page.getByRole('dialog');
  await question.getByRole('button', { name: 'Annuler l’invitation' }).click();
  await expect(page.getByRole('row').filter({ hasText: email })).toHaveCount(0);
  const stranger = await otherBrowser(browser, demo);
  await stranger.goto(link);
  await expect(stranger.getByRole('heading', { name: 'Invitation introuvable' })).toBeVisible();
  await stranger.context().close();
});

test('who is asked in twice is told at the field, and nothing is sent', async ({
  page,
  demo,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 400/);
  await signIn(page, demo);
  await page.goto(`/s/${demo.supplierIds[0]}/settings/team`);
  const field = page.getByLabel('Adresse e-mail');
  await field.fill(demo.email);
  await page.getByRole('button', { name: 'Inviter' }).click();
  await expect(field).toHaveAccessibleDescription(/\S/);
  await expect(field).toHaveValue(demo.email);
  await expect(page.getByLabel('Lien d’invitation')).toHaveCount(0);
  await expectAccessible(page);
});
