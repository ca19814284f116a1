import { expect, test } from 'vitest';
import { PASSWORD } from '#tests/support/people/auth.ts';
import { refusalOf } from '#tests/support/people/browser.ts';
import { startInstallation } from '#tests/support/people/installation.ts';

const ANNE = 'anne@example.fr';

test('what is refused is told in our form and in the language of the caller', async () => {
  await using house = await startInstallation();
  await house.owner(ANNE, 'Les Glycines');
  const tell = async (language: string, body: unknown) => {
    const answer = await fetch(`${house.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', origin: house.url },
        'accept-language': language,
      },
      body: JSON.stringify(body),
    });
    return [answer, (await answer.json()).error];
  };
  const wrong = { email: ANNE, password: 'not the password' };
  const [answer, error] = await tell('fr', wrong);
  expect(error).toEqual({
    ...{ code: 'UNAUTHORIZED', httpStatus: 401 },
    message: 'Adresse e-mail ou mot de passe incorrect.',
    requestId: answer.headers.get('x-request-id'),
    fields: [
      {
        ...{ path: 'password', code: 'wrong_credentials' },
        message: 'Adresse e-mail ou mot de passe incorrect',
      },
    ],
  });
  const [, english] = await tell('en-GB', wrong);
  expect(english.fields).toMatchObject([{ message: 'Wrong email address or password' }]);
  const [, nobody] = await tell('fr', { ...wrong, email: 'nobody@example.fr' });
  expect({ ...nobody, requestId: '' }).toEqual({ ...error, requestId: '' });
});

test('each form that is no form is refused at its field, before anything is looked up', async () => {
  await using house = await startInstallation();
  const anne = await house.owner(ANNE, 'Les Glycines');
  const long = 'x'.repeat(129);
  const token = 'A'.repeat(43);
  const refused: [string, unknown, ...string[]][] = [
    ['/sign-in/email', { email: 'anne', password: PASSWORD }, 'email invalid_value'],
    ['/sign-in/email', { email: ANNE }, 'password required'],
    ['/sign-in/email', { email: 7, password: {} }, 'email invalid_type', 'password invalid_type'],
    ['/sign-in/email', { email: ANNE, password: long }, 'password too_big'],
    ['/request-password-reset', { email: 'a@b' }, 'email invalid_value'],
    ['/request-password-reset', { email: `${'a'.repeat(320)}@b.fr` }, 'email too_big'],
    ['/reset-password', { token, newPassword: 'short' }, 'newPassword too_small'],
    ['/reset-password', { token, newPassword: long }, 'newPassword too_big'],
    ['/reset-password', { newPassword: PASSWORD }, 'token required'],
    ['/reset-password', { token, newPassword: PASSWORD }, 'token link_dead'],
    ['/change-password', { currentPassword: PASSWORD, newPassword: '' }, 'newPassword too_small'],
    ['/two-factor/enable', { password: '' }, 'password too_small'],
    ['/two-factor/verify-totp', {}, 'code required'],
    ['/two-factor/verify-totp', { code: 123456 }, 'code invalid_type'],
    ['/two-factor/generate-backup-codes', { password: PASSWORD }, 'method factor_off'],
  ];
  for (const [path, body, ...fields] of refused)
    expect(await refusalOf(await anne.auth(path, body)), `${path} ${fields}`).toEqual([
      ...[400, 'BAD_REQUEST'],
      ...fields,
    ]);
  for (const body of [null, 'text', 7, []])
    expect((await anne.auth('/sign-in/email', body)).status).toBe(400);
  const post = (type: string, body: string) =>
    fetch(`${house.url}/api/auth/sign-in/email`, {
      ...{ method: 'POST', body, headers: { 'content-type': type, origin: house.url } },
    });
  expect(await refusalOf(await post('application/json', '{'))).toEqual([400, 'BAD_REQUEST']);
  expect(await refusalOf(await post('text/plain', '{}'))).toEqual([
    ...[415, 'UNSUPPORTED_MEDIA_TYPE'],
  ]);
  expect(await refusalOf(await anne.auth('/sign-up/email', {}))).toEqual([404, 'NOT_FOUND']);
  const nobody = house.browser();
  for (const [path, body] of [
    ['/change-password', { currentPassword: PASSWORD, newPassword: PASSWORD }],
    ['/two-factor/disable', { password: PASSWORD }],
  ] as const)
    expect(await refusalOf(await nobody.auth(path, body))).toEqual([401, 'UNAUTHORIZED']);
  const assigned = { email: ANNE, password: PASSWORD, platformAdmin: true };
  expect(await refusalOf(await nobody.auth('/sign-in/email', assigned))).toEqual([
    ...[400, 'BAD_REQUEST', 'platformAdmin unknown_key'],
  ]);
});

test('a code without its first step asks to sign in again', async () => {
  await using house = await startInstallation();
  const answer = await house.browser().auth('/two-factor/verify-totp', { code: '123456' });
  expect(await refusalOf(answer)).toEqual([401, 'UNAUTHORIZED']);
});
