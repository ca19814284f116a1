'use client';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { setPreferenceCookie } from '#components/ui/preference-cookie.ts';
import { Segmented } from '#components/ui/segmented.tsx';
import { LOCALE_COOKIE, LOCALES } from './locale.ts';

const NAMES = { fr: 'Français', en: 'English' } as const;

export function LocaleSwitch() {
  const t = useTranslations('frame');
  const locale = useLocale();
  const router = useRouter();
  return (
    <Segmented
      wide
      legend={t('language')}
      value={locale}
      segments={LOCALES.map((value) => ({
        value,
        label: <span lang={value}>{NAMES[value]}</span>,
      }))}
      onChange={(chosen) => {
        setPreferenceCookie(LOCALE_COOKIE, chosen);
        router.refresh();
      }}
    />
  );
}
