'use client';
import { CircleUserRound, LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { LocaleSwitch } from '#components/i18n/locale-switch.tsx';
import type { Theme } from '#components/theme/theme.ts';
import { ThemeSwitch } from '#components/theme/theme-switch.tsx';
import { Button } from '#components/ui/button.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { signOut, useSessionUser } from './use-session.ts';

export function UserMenu({ theme, isNarrow }: { theme: Theme; isNarrow: boolean }) {
  const t = useTranslations('frame');
  const user = useSessionUser();
  return (
    <Popover
      name={t('account')}
      align="above"
      buttonClassName="flex h-9 items-center gap-2 rounded-md px-2 text-13 hover:bg-closed/60"
      label={
        <>
          <CircleUserRound size={18} aria-hidden className="shrink-0" />
          {!isNarrow && <span className="truncate">{user?.name ?? t('account')}</span>}
        </>
      }
    >
      <div className="flex w-64 flex-col gap-3">
        {user && (
          <div className="min-w-0">
            <p className="truncate text-13 font-medium">{user.name}</p>
            <p className="truncate text-12 text-muted">{user.email}</p>
          </div>
        )}
        <div>
          <p className="mb-1 text-12 text-muted">{t('theme')}</p>
          <ThemeSwitch initial={theme} />
        </div>
        <div>
          <p className="mb-1 text-12 text-muted">{t('language')}</p>
          <LocaleSwitch />
        </div>
        <Button onClick={signOut}>
          <LogOut size={15} aria-hidden />
          {t('signOut')}
        </Button>
      </div>
    </Popover>
  );
}
