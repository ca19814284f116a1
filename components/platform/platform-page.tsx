'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { PlainFrame } from '#components/account/plain-frame.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Overview } from './overview.tsx';

/** What the person who asks may see of this page. */
export type PlatformAccess = 'open' | 'twoFactor' | 'forbidden';

/** The installation as a whole, for those who look after it: counts and health, no data. */
export function PlatformPage({ access }: { access: PlatformAccess }) {
  const t = useTranslations();
  const link = 'tap font-medium text-accent underline';
  return (
    <PlainFrame
      width="wide"
      links={
        <Link
          href="/account"
          className="tap truncate text-13 font-medium text-accent hover:underline"
        >
          {t('account.title')}
        </Link>
      }
    >
      {access === 'open' && <Overview />}
      {access === 'twoFactor' && (
        <EmptyState
          title={t('platform.twoFactorTitle')}
          action={
            <Link href="/account#two-factor" className={link}>
              {t('account.twoFactor.turnOn')}
            </Link>
          }
        >
          {t('platform.twoFactor')}
        </EmptyState>
      )}
      {access === 'forbidden' && (
        <EmptyState
          title={t('platform.forbiddenTitle')}
          action={
            <Link href="/" className={link}>
              {t('form.toStart')}
            </Link>
          }
        >
          {t('platform.forbidden')}
        </EmptyState>
      )}
    </PlainFrame>
  );
}
