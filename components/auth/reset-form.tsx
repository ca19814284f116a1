'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { SecretField } from '#components/ui/form/secret-field.tsx';
import { Skeleton } from '#components/ui/form/waiting.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { MIN_PASSWORD_LENGTH } from '#server/domain/auth/password-rule.ts';
import { AuthHeading } from './auth-heading.tsx';
import { BackToSignIn } from './back-to-sign-in.tsx';
import { hideSecret, onAnotherLink, secretIn } from './link-secret.ts';
import { useAuthCall } from './use-auth-call.tsx';

/** The secret of the link that led here; undefined until it is known, null when there is none. */
function useLinkSecret(): string | null | undefined {
  const [secret, setSecret] = useState<string | null>();
  const isRead = useRef(false);
  useEffect(onAnotherLink, []);
  useEffect(() => {
    if (isRead.current) return;
    isRead.current = true;
    setSecret(secretIn(window.location));
    hideSecret();
  }, []);
  return secret;
}

/** A new password for whoever holds the link. */
export function ResetForm() {
  const t = useTranslations('auth');
  const secret = useLinkSecret();
  const { ask, isWorking, at, problemBeside } = useAuthCall();
  const [isDone, setDone] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const newPassword = String(new FormData(event.currentTarget).get('password'));
    const answer = await ask('/reset-password', { token: secret, newPassword });
    setDone(answer.refusal === null);
  };
  if (secret === undefined) return <Skeleton lines={4} />;
  if (secret === null || at('token')) return <DeadLink />;
  if (isDone)
    return (
      <>
        <AuthHeading title={t('resetDoneTitle')} isNew>
          {t('resetDone')}
        </AuthHeading>
        <BackToSignIn />
      </>
    );
  const problem = problemBeside('newPassword');
  const wrong = at('newPassword');
  return (
    <>
      <AuthHeading title={t('resetTitle')}>{t('resetIntro')}</AuthHeading>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {problem && (
          <Notice tone="wrong" role="alert">
            {problem}
          </Notice>
        )}
        <SecretField
          label={t('newPassword')}
          hint={t('passwordLength', { count: MIN_PASSWORD_LENGTH })}
          error={wrong}
          name="password"
          autoComplete="new-password"
          minLength={MIN_PASSWORD_LENGTH}
          maxLength={128}
          required
        />
        <Button type="submit" tone="primary" size="large" disabled={isWorking} className="mt-2">
          {isWorking ? t('saving') : t('resetSubmit')}
        </Button>
        <BackToSignIn />
      </form>
    </>
  );
}

function DeadLink() {
  const t = useTranslations('auth');
  return (
    <>
      <AuthHeading title={t('linkInvalidTitle')} isNew>
        {t('linkInvalid')}
      </AuthHeading>
      <div className="flex flex-col gap-4">
        <p className="text-center">
          <Link href="/forgotten" className="tap text-13 font-medium text-accent hover:underline">
            {t('newLink')}
          </Link>
        </p>
        <BackToSignIn />
      </div>
    </>
  );
}
