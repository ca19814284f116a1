import '@fontsource-variable/inter/index.css';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { IntlProvider } from '#components/i18n/intl-provider.tsx';
import { requestIntl } from '#components/i18n/request.ts';
import { withoutSections } from '#components/i18n/section-messages.tsx';
import { THEME_COOKIE, themeOf } from '#components/theme/theme.ts';
import { TrpcProvider } from '#components/trpc/provider.tsx';

export const metadata: Metadata = { title: 'OpenPro', robots: { index: false } };

export const viewport: Viewport = {
  // A keyboard on the screen takes its room from the page, so that sheets stand above it.
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f5f1' },
    { media: '(prefers-color-scheme: dark)', color: '#171614' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, messages } = await requestIntl();
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang={locale} data-theme={theme}>
      <body>
        <IntlProvider locale={locale} messages={withoutSections(messages)}>
          <TrpcProvider>{children}</TrpcProvider>
        </IntlProvider>
      </body>
    </html>
  );
}
