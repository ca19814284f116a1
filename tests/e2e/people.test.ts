import { createOTP } from '@better-auth/utils/otp';
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/fixtures.ts';
import { expect, type Login, type OwnApp, test } from './support/own-app.ts';

const REFUSED = /the server responded with a status of 4\d\d/;

async function signIn(page: Page, { email, password }: Login): Promise<void> {
  await page.goto('/sign-in?to=/account');
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}

/** Signs somebody in who needs no code, and waits as long as that takes. */
async function enter(page: Page, login: Login): Promise<void> {
  await signIn(page, login);
  await page.waitForURL(/\/account$/);
  await expect(page.getByRole('heading', { name: 'Mon compte' })).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await page.waitForURL(/\/sign-in/);
}

/** Turns the second factor on through the page; gives its secret and the backup codes. */
async function turnTwoFactorOn(page: Page, { password }: Login) {
  const section = page.getByRole('region', { name: 'Double authentification' });
  await section.getByRole('button', { name: 'Activer' }).click();
  const question = page.getByRole('dialog');
  await question.getByLabel('Mot de passe').fill(password);
  await question.getByRole('button', { name: 'Continuer' }).click();
  await expect(section.getByRole('img', { name: /Code QR/ })).toBeVisible();
  const typed = await section.locator('code').innerText();
  const secret = Buffer.from(fromBase32(typed.replaceAll(' ', ''))).toString();
  await expectAccessible(page);
  await section.getByLabel('Code à six chiffres').fill(await createOTP(secret).totp());
  await section.getByRole('button', { name: 'Confirmer' }).click();
  await expect(section.getByText('La double authentification est active.')).toBeVisible();
  const codes = await section.getByRole('listitem').allInnerTexts();
  await expectAccessible(page);
  await section.getByLabel('J’ai gardé ces codes').check();
  await section.getByRole('button', { name: 'Terminer' }).click();
  return { secret, codes };
}

/** The bytes that base32 without padding stands for. */
function fromBase32(text: string): number[] {
  const bits = [...text]
    .map((letter) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
    )
    .join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
}

test('a second factor is turned on, asked for, and replaced by a backup code once', async ({
  page,
  own,
  expectConsoleError,
}) => {
  expectConsoleError(REFUSED);
  const owner = await own.person('Blanche', 'La Grange');
  await enter(page, owner);
  await expectAccessible(page);
  const { secret, codes } = await turnTwoFactorOn(page, owner);
  expect(codes).toHaveLength(10);
  await signOut(page);

  await signIn(page, owner);
  await expect(page.getByRole('heading', { name: 'Code de vérification' })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Code à six chiffres').fill('000000');
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'n’est pas le bon' })).toBeVisible();
  // Without the code there is no session, whatever page is asked for.
  expect((await page.request.get('/api/trpc/account.get')).status()).toBe(401);
  // The code that turned it on is used up; the one that comes next is taken already.
  const next = Math.floor(Date.now() / 30_000) + 1;
  await page.getByLabel('Code à six chiffres').fill(await createOTP(secret).hotp(next));
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await page.waitForURL(/\/account$/);
  await signOut(page);

  for (const isFirst of [true, false]) {
    await signIn(page, owner);
    await page.getByRole('button', { name: 'Utiliser un code de secours' }).click();
    await page.getByLabel('Code de secours').fill(codes[0] ?? '');
    await page.getByRole('button', { name: 'Vérifier' }).click();
    if (!isFirst) break;
    await page.waitForURL(/\/account$/);
    await signOut(page);
  }
  await expect(page.getByRole('alert').filter({ hasText: 'a déjà servi' })).toBeVisible();
});

test('without mail the page says whom to ask, and the operator’s link sets a password once', async ({
  page,
  own,
  expectConsoleError,
}) => {
  expectConsoleError(REFUSED);
  const owner = await own.person('Aristide', 'Les Roches');
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Mot de passe oublié' }).click();
  await expect(page.getByText('n’envoie pas d’e-mails')).toBeVisible();
  await expect(page.getByText('user:reset-link')).toBeVisible();
  await expectAccessible(page);

  const { link } = await own.command('user:reset-link', '--email', owner.email);
  const chosen = 'une phrase bien longue';
  await page.goto(String(link));
  await expect(page).toHaveURL(/\/reset$/);
  await expectAccessible(page);
  await page.getByLabel('Nouveau mot de passe').fill(chosen);
  await page.getByRole('button', { name: 'Changer le mot de passe' }).click();
  await expect(page.getByRole('heading', { name: 'Mot de passe changé' })).toBeVisible();

  await signIn(page, owner);
  await expect(page.getByRole('alert').filter({ hasText: 'incorrect' })).toBeVisible();
  await enter(page, { ...owner, password: chosen });

  await page.goto('/sign-in');
  await page.goto(String(link));
  await page.getByLabel('Nouveau mot de passe').fill('une autre phrase longue');
  await page.getByRole('button', { name: 'Changer le mot de passe' }).click();
  await expect(page.getByRole('heading', { name: 'Ce lien ne sert plus' })).toBeVisible();
  await expectAccessible(page);
});

async function invite(page: Page, own: OwnApp, email: string, role: string): Promise<string> {
  const answer = await page.request.post('/api/trpc/team.invite', {
    data: { email, role },
    headers: { origin: own.url },
  });
  return String((await answer.json()).result.data.link);
}

test('somebody new accepts an invitation, once, and is told whom to ask for a property', async ({
  page,
  browser,
  own,
  expectConsoleError,
}) => {
  expectConsoleError(REFUSED);
  await enter(page, await own.person('Solange', 'Le Vieux Four'));
  const link = await invite(page, own, 'leon@example.org', 'reception');

  const context = await browser.newContext({ baseURL: own.url, locale: 'fr-FR' });
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByRole('heading', { name: 'Rejoindre Le Vieux Four' })).toBeVisible();
  await expect(other).toHaveURL(/\/invitation$/);
  await expect(other.getByText('Solange vous invite')).toBeVisible();
  await expectAccessible(other);
  await other.getByLabel('Votre nom').fill('Léon');
  await other.getByLabel('Choisissez un mot de passe').fill('trop court');
  await other.getByRole('button', { name: 'Créer mon compte' }).click();
  await expect(other).toHaveURL(/\/invitation$/);
  const password = other.getByLabel('Choisissez un mot de passe');
  await expect(password).toBeFocused();
  await expect(password).toHaveAccessibleDescription(/12 caractères au moins\.$/);
  await expectAccessible(other);
  await other.getByLabel('Choisissez un mot de passe').fill('assez long pour servir');
  await other.getByRole('button', { name: 'Créer mon compte' }).click();
  await expect(other.getByRole('heading', { name: 'Pas encore d’établissement' })).toBeVisible();
  await expect(other.getByText('Un propriétaire de Le Vieux Four')).toBeVisible();
  await expectAccessible(other);
  // The page is refused by what it asks for, not only by what it shows.
  const probe = { key: { apiKey: 'some-key-of-mine' }, supplierIds: [61_001] };
  const refused = await other.request.post('/api/trpc/connections.probe', {
    data: probe,
    headers: { origin: own.url },
  });
  expect(refused.status()).toBe(403);

  await other.goto('/sign-in');
  await other.goto(link);
  await expect(other.getByRole('heading', { name: 'Invitation introuvable' })).toBeVisible();
  await expect(other.getByText('a déjà servi')).toBeVisible();
  await expectAccessible(other);
  await context.close();
});

test('somebody with an account signs in and comes back to accept', async ({
  page,
  browser,
  own,
}) => {
  await enter(page, await own.person('Hortense', 'La Tuilerie'));
  const guest = await own.person('Marius', 'Le Phare');
  const link = await invite(page, own, guest.email, 'manager');

  const context = await browser.newContext({ baseURL: own.url, locale: 'fr-FR' });
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByText('a déjà un compte')).toBeVisible();
  await expectAccessible(other);
  await other.getByRole('button', { name: 'Se connecter' }).click();
  await other.getByLabel('Adresse e-mail').fill(guest.email);
  await other.getByLabel('Mot de passe').fill(guest.password);
  await other.getByRole('button', { name: 'Se connecter' }).click();
  await other.getByRole('button', { name: 'Rejoindre La Tuilerie' }).click();
  await expect(other.getByText('Un propriétaire de La Tuilerie')).toBeVisible();
  await other.goto('/account');
  const list = other.getByRole('region', { name: 'Organisations' }).getByRole('listitem');
  await expect(list.filter({ hasText: 'La Tuilerie' })).toContainText('Affichée');
  await list.filter({ hasText: 'Le Phare' }).getByRole('button', { name: 'Afficher' }).click();
  await expect(other.getByRole('heading', { name: 'Relier Open Pro' })).toBeVisible();
  await context.close();
});

test('a session is ended from another one, at once', async ({ page, browser, own }) => {
  const owner = await own.person('Gaston', 'La Source');
  await enter(page, owner);
  const context = await browser.newContext({ baseURL: own.url, locale: 'fr-FR' });
  const other = await context.newPage();
  await enter(other, owner);
  await page.reload();
  const sessions = page.getByRole('region', { name: 'Sessions' }).getByRole('listitem');
  await expect(sessions).toHaveCount(2);
  await expect(sessions.first()).toContainText('Chrome sur');
  await sessions
    .filter({ hasNotText: 'Cet appareil' })
    .getByRole('button', { name: 'Fermer' })
    .click();
  await expect(sessions).toHaveCount(1);
  expect((await other.request.get('/api/trpc/account.get')).status()).toBe(401);
  await other.goto('/account');
  await expect(other).toHaveURL(/\/sign-in/);
  await context.close();
});

test('the installation is shown to those who look after it, once they have a second factor', async ({
  page,
  own,
}) => {
  const admin = await own.person('Ursule', 'Le Grand Pré');
  await enter(page, admin);
  await page.goto('/platform');
  await expect(page.getByRole('heading', { name: 'Page réservée' })).toBeVisible();
  await expectAccessible(page);
  await own.command('user:platform-admin', '--email', admin.email);
  await page.reload();
  await expect(
    page.getByRole('heading', { name: 'Double authentification obligatoire' }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Activer' }).click();
  await expect(page.getByText('Vous administrez cette installation')).toBeVisible();
  await turnTwoFactorOn(page, admin);
  await page.getByRole('link', { name: 'Installation' }).click();
  const row = page.getByRole('row', { name: /Le Grand Pré/ });
  await expect(row).toContainText('En ordre');
  await expectAccessible(page);
});
