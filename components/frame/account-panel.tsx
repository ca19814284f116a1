'use client';
import { CircleUserRound, LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LocaleSwitch } from '#components/i18n/locale-switch.tsx';
import type { Theme } from '#components/theme/theme.ts';
import { ThemeSwitch } from '#components/theme/theme-switch.tsx';
import { Button } from '#components/ui/button.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { signOut, useSessionUser } from './use-session.ts';

/** Who is signed in and as what, their preferences, and the way out. */
export function AccountPanel({ theme, pages }: { theme: Theme; pages: ReactNode }) {
  const t = useTranslations();
  const user = useSessionUser();
  const membership = user?.organisations.find(({ id }) => id === user.activeOrganisationId);
  return (
    <div className="flex w-64 flex-col gap-3">
      {user && (
        <div className="min-w-0">
          <p className="truncate text-13 font-medium">{user.name}</p>
          <p className="truncate text-12 text-muted">{user.email}</p>
          {membership && (
            <p className="mt-2 text-12 text-muted">
              <span className="font-medium text-ink">
                {t(`team.roles.${membership.role}`)} · {membership.name}
              </span>
              <br />
              {t(`team.roleMay.${membership.role}`)}
            </p>
          )}
        </div>
      )}
      {pages}
      <PageLink
        href={'/account'}
        className="flex h-8 touch:h-11 items-center gap-2 rounded-md border border-line-strong bg-surface px-3 text-13 font-medium hover:bg-weekend"
      >
        <CircleUserRound size={15} aria-hidden />
        {t('frame.account')}
      </PageLink>
      <div>
        <p className="mb-1 text-12 text-muted">{t('frame.theme')}</p>
        <ThemeSwitch initial={theme} />
      </div>
      <div>
        <p className="mb-1 text-12 text-muted">{t('frame.language')}</p>
        <LocaleSwitch />
      </div>
      <Button onClick={signOut}>
        <LogOut size={15} aria-hidden />
        {t('frame.signOut')}
      </Button>
    </div>
  );
}
