import { expect, test } from 'vitest';
import { localeOf } from './locale.ts';

test.each([
  [undefined, undefined, 'fr'],
  [undefined, 'en', 'en'],
  [undefined, 'en-GB,en;q=0.9,fr;q=0.8', 'en'],
  [undefined, 'de-DE, nl;q=0.9, EN-us;q=0.5', 'en'],
  [undefined, 'fr-CA,en;q=0.5', 'fr'],
  [undefined, 'de,*;q=0.1', 'fr'],
  [undefined, '', 'fr'],
  ['locale=en', 'fr-FR', 'en'],
  ['locale=fr', 'en-GB', 'fr'],
  ['session=x; locale=en; theme=dark', undefined, 'en'],
  ['locale=de', 'en', 'en'],
  ['locale=', 'en', 'en'],
  ['xlocale=en', undefined, 'fr'],
  ['a=locale=en', undefined, 'fr'],
])('cookie %j and accept-language %j speak %s', (cookie, language, locale) => {
  const headers = new Headers();
  if (cookie !== undefined) headers.set('cookie', cookie);
  if (language !== undefined) headers.set('accept-language', language);
  expect(localeOf(headers)).toBe(locale);
});
