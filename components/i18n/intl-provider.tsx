'use client';
import { NextIntlClientProvider } from 'next-intl';
import type { ReactNode } from 'react';
import type { Locale } from './locale.ts';
import type { Messages } from './request.ts';

interface Props {
  locale: Locale;
  messages: Partial<Messages>;
  children: ReactNode;
}

/** Nothing here formats an instant in a zone of its own: nights are dates, formatted as UTC. */
export function IntlProvider({ locale, messages, children }: Props) {
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC">
      {children}
    </NextIntlClientProvider>
  );
}
