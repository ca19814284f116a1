'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { LocaleSwitch } from '#components/i18n/locale-switch.tsx';
import type { Theme } from '#components/theme/theme.ts';
import { ThemeSwitch } from '#components/theme/theme-switch.tsx';
import { useCalls } from '#components/trpc/client.ts';
import { Section } from '#components/ui/form/section.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { AccountView } from '#server/domain/tenancy/schema.ts';
import { Organisations } from './organisations.tsx';
import { PasswordSection } from './password-section.tsx';
import { PlainFrame } from './plain-frame.tsx';
import { ProfileForm } from './profile-form.tsx';
import { Sessions } from './sessions/sessions.tsx';
import { TwoFactor } from './two-factor/two-factor.tsx';

/** A person's own page: who they are, how they sign in, where they are signed in. */
export function AccountPage({ theme }: { theme: Theme }) {
  const t = useTranslations('account');
  const account = useQuery(useCalls().account.get.queryOptions({}));
  const isAdmin = account.data?.isPlatformAdmin === true;
  return (
    <PlainFrame links={<Links hasCalendar={hasOrganisation(account.data)} isAdmin={isAdmin} />}>
      <h1 className="mb-6 text-20 font-semibold">{t('title')}</h1>
      <Reading query={account} lines={8}>
        {(person) => <Sections account={person} theme={theme} />}
      </Reading>
    </PlainFrame>
  );
}

function hasOrganisation(account: AccountView | undefined): boolean {
  return account !== undefined && account.activeOrganisationId !== null;
}

function Links({ hasCalendar, isAdmin }: { hasCalendar: boolean; isAdmin: boolean }) {
  const t = useTranslations();
  const className = 'tap truncate text-13 font-medium text-accent hover:underline';
  return (
    <>
      {hasCalendar && (
        <Link href="/" className={className}>
          {t('account.toCalendar')}
        </Link>
      )}
      {isAdmin && (
        <Link href="/platform" className={className}>
          {t('platform.title')}
        </Link>
      )}
    </>
  );
}

function Sections({ account, theme }: { account: AccountView; theme: Theme }) {
  const t = useTranslations('account');
  const isDue = account.isPlatformAdmin && !account.hasTwoFactor;
  return (
    <div className="flex flex-col gap-4 sm:gap-6">
      {isDue && (
        <Notice tone="staged">
          {t('twoFactor.due')}{' '}
          <a href="#two-factor" className="font-medium underline">
            {t('twoFactor.turnOn')}
          </a>
        </Notice>
      )}
      <Organisations account={account} />
      <Section title={t('profile')}>
        <ProfileForm account={account} />
      </Section>
      <Section title={t('password.title')} intro={t('password.intro')}>
        <PasswordSection />
      </Section>
      <TwoFactor account={account} />
      <Sessions />
      <Section title={t('appearance')}>
        <div className="grid max-w-[520px] gap-4 sm:grid-cols-2">
          <div>
            <p className="mb-1 text-13 font-medium">{t('language')}</p>
            <LocaleSwitch />
          </div>
          <div>
            <p className="mb-1 text-13 font-medium">{t('theme')}</p>
            <ThemeSwitch initial={theme} />
          </div>
        </div>
      </Section>
    </div>
  );
}
