import { hashPassword as libraryHash } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { checkPassword, hashPassword } from './password-hash.ts';

const PASSWORD = 'correct horse battery staple é';

test('a password is known by its hash, whatever the way its letters are composed', async () => {
  const hash = await hashPassword(PASSWORD);
  expect(hash).toMatch(/^scrypt\$32768\$8\$2\$[\w-]{22}\$[\w-]{86}$/);
  expect(await hashPassword(PASSWORD)).not.toBe(hash);
  expect(await checkPassword({ hash, password: PASSWORD.normalize('NFD') })).toBe(true);
  expect(await checkPassword({ hash, password: `${PASSWORD} ` })).toBe(false);
});

test('the cost is the one that the hash was made with', async () => {
  const hash = await hashPassword(PASSWORD);
  const cheaper = hash.replace('32768', '16384');
  expect(await checkPassword({ hash: cheaper, password: PASSWORD })).toBe(false);
});

test('hashes in the form of the library still open', async () => {
  const hash = await libraryHash(PASSWORD);
  expect(await checkPassword({ hash, password: PASSWORD })).toBe(true);
  expect(await checkPassword({ hash, password: 'something else' })).toBe(false);
});
