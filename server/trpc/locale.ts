import { LOCALES, type Locale } from './error-text.ts';

/** The caller's language: the `locale` cookie, else the first known of `accept-language`, else fr. */
export function localeOf(headers: Headers): Locale {
  const cookie = /(?:^|;\s*)locale=(\w+)/.exec(headers.get('cookie') ?? '')?.[1];
  const accepted = (headers.get('accept-language') ?? '')
    .split(',')
    .map((entry) => entry.trim().slice(0, 2).toLowerCase());
  return LOCALES.find((locale) => locale === cookie) ?? accepted.find(isLocale) ?? 'fr';
}

function isLocale(text: string): text is Locale {
  return LOCALES.some((locale) => locale === text);
}
