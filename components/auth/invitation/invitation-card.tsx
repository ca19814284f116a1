'use client';
import { useTranslations } from 'next-intl';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/form/waiting.tsx';
import { AuthHeading } from '../auth-heading.tsx';
import { BackToSignIn } from '../back-to-sign-in.tsx';
import { signInPath } from '../return-path.ts';
import { JoinForm } from './join-form.tsx';
import { NewAccountForm } from './new-account-form.tsx';
import { useInvitation } from './use-invitation.ts';

/** An invitation: who invites to what, and the way in for somebody new and for somebody known. */
export function InvitationCard() {
  const t = useTranslations();
  const { token, read } = useInvitation();
  if (token === null) return <DeadInvitation words={t('auth.invitationUnknown')} />;
  if (read.error) {
    const { httpStatus, message, fields } = callErrorOf(read.error);
    if (httpStatus === 404) return <DeadInvitation words={t('auth.invitationUnknown')} />;
    if (httpStatus === 400) return <DeadInvitation words={`${fields[0]?.message ?? message}.`} />;
    return (
      <>
        <AuthHeading title={t('auth.invitationTitle')}>
          {message || t('auth.unreachable')}
        </AuthHeading>
        <Button
          tone="primary"
          size="large"
          className="w-full"
          disabled={read.isPending}
          onClick={() => token && read.mutate({ token })}
        >
          {t('app.retry')}
        </Button>
      </>
    );
  }
  if (!read.data || !token) return <Skeleton lines={5} />;
  const { organisationName, inviterName, email, role, hasAccount, isSignedIn } = read.data;
  return (
    <>
      <AuthHeading title={t('auth.invitationTo', { organisation: organisationName })}>
        {t('auth.invitedBy', { name: inviterName })}
      </AuthHeading>
      <dl className="mb-6 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-md bg-weekend px-3 py-2 text-13">
        <dt className="text-muted">{t('auth.email')}</dt>
        <dd className="min-w-0 break-words">{email}</dd>
        <dt className="text-muted">{t('auth.role')}</dt>
        <dd>
          <span className="font-medium">{t(`team.roles.${role}`)}</span>
          <span className="block text-12 text-muted">{t(`team.roleMay.${role}`)}</span>
        </dd>
      </dl>
      {!hasAccount && <NewAccountForm token={token} email={email} />}
      {hasAccount && isSignedIn && <JoinForm token={token} organisation={organisationName} />}
      {hasAccount && !isSignedIn && (
        <>
          <p className="mb-4 text-14">{t('auth.invitationSignIn', { email })}</p>
          <Button
            tone="primary"
            size="large"
            className="w-full"
            onClick={() => window.location.assign(signInPath('/invitation'))}
          >
            {t('auth.submit')}
          </Button>
        </>
      )}
    </>
  );
}

/** A link that leads nowhere any more, and whom to ask for another. */
export function DeadInvitation({ words }: { words: string }) {
  const t = useTranslations('auth');
  return (
    <>
      <AuthHeading title={t('invitationDeadTitle')} isNew>
        {words} {t('invitationDead')}
      </AuthHeading>
      <BackToSignIn />
    </>
  );
}
