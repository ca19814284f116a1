import { cookies, headers } from 'next/headers';
import { LOCALE_COOKIE, type Locale, localeOf } from './locale.ts';
import en from './messages/en.json';
import fr from './messages/fr.json';

/** Every visible word, by key; French is the model that the other languages follow. */
export type Messages = typeof fr;

const ALL: Record<Locale, Messages> = { fr, en };

/** Language and words of the current request. */
export async function requestIntl(): Promise<{ locale: Locale; messages: Messages }> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const locale = localeOf(jar.get(LOCALE_COOKIE)?.value, head.get('accept-language'));
  return { locale, messages: ALL[locale] };
}
