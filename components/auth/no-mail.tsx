'use client';
import { useTranslations } from 'next-intl';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { AuthHeading } from './auth-heading.tsx';
import { BackToSignIn } from './back-to-sign-in.tsx';

const COMMAND = 'npm run cli -- user:reset-link --email <address>';

/** An installation that sends no mail: whom to ask, and what they have to type. */
export function NoMail() {
  const t = useTranslations('auth');
  return (
    <>
      <AuthHeading title={t('forgottenTitle')}>{t('noMail')}</AuthHeading>
      <p className="mb-2 text-13">{t('noMailOperator')}</p>
      <div className="mb-6 flex items-center gap-2 rounded-md bg-weekend py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 text-12 break-words">{COMMAND}</code>
        <CopyButton text={COMMAND} size="small" />
      </div>
      <BackToSignIn />
    </>
  );
}
