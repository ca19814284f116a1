import type { ReactNode } from 'react';
import { IntlProvider } from './intl-provider.tsx';
import { type Messages, requestIntl } from './request.ts';

/** Words of pages that few people open, and seldom: they travel with those pages alone. */
const SECTIONS = ['account', 'start', 'platform'] as const;

type Section = (typeof SECTIONS)[number];

/** What pages of a section say beside its own words. */
const COMMON = ['app', 'auth', 'form', 'frame', 'team'] as const;

/** Every word but those of the sections. */
export function withoutSections(messages: Messages): Omit<Messages, Section> {
  const { account: _account, start: _start, platform: _platform, ...rest } = messages;
  return rest;
}

/** Gives the pages inside the words of the sections. */
export async function SectionMessages({ children }: { children: ReactNode }) {
  const { locale, messages } = await requestIntl();
  const wanted = [...COMMON, ...SECTIONS].map((key) => [key, messages[key]]);
  return (
    <IntlProvider locale={locale} messages={Object.fromEntries(wanted)}>
      {children}
    </IntlProvider>
  );
}
