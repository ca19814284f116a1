'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { setPreferenceCookie } from '#components/ui/preference-cookie.ts';
import { Segmented } from '#components/ui/segmented.tsx';
import { THEME_COOKIE, THEMES, type Theme } from './theme.ts';

export function ThemeSwitch({ initial }: { initial: Theme }) {
  const t = useTranslations('frame');
  const [theme, setTheme] = useState(initial);
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    setPreferenceCookie(THEME_COOKIE, chosen);
    document.documentElement.dataset.theme = chosen;
  };
  return (
    <Segmented
      wide
      legend={t('theme')}
      value={theme}
      segments={THEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
      onChange={choose}
    />
  );
}
