import { expect, test } from 'vitest';
import { localeOf } from './locale.ts';

test('the chosen language wins over that of the browser', () => {
  expect(localeOf('en', 'fr-FR,fr')).toBe('en');
  expect(localeOf('de', 'en-GB')).toBe('en');
});

test('the browser is heard in its own order of preference', () => {
  expect(localeOf(undefined, 'de-DE,en;q=0.4,fr;q=0.8')).toBe('fr');
  expect(localeOf(undefined, 'de, en-US;q=0.5')).toBe('en');
});

test('French when nobody says anything we speak', () => {
  expect(localeOf(undefined, null)).toBe('fr');
  expect(localeOf(undefined, 'nl,de;q=0.5')).toBe('fr');
});
