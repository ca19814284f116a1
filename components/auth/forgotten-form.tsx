'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useReady } from '#components/ui/ready/use-ready.ts';
import { AuthHeading } from './auth-heading.tsx';
import { BackToSignIn } from './back-to-sign-in.tsx';
import { useAuthCall } from './use-auth-call.tsx';

/** Asks for a mail with a link. The answer is the same whether or not the address is known. */
export function ForgottenForm() {
  const t = useTranslations('auth');
  const isReady = useReady();
  const { ask, isWorking, at, problemBeside } = useAuthCall();
  const problem = problemBeside('email');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email')).trim();
    const answer = await ask('/request-password-reset', { email, redirectTo: '/reset' });
    if (answer.refusal === null) setSentTo(email);
  };
  if (sentTo !== null)
    return (
      <>
        <AuthHeading title={t('sentTitle')} isNew>
          {t('sent', { email: sentTo })}
        </AuthHeading>
        <p className="mb-6 text-13 text-muted">{t('sentHint')}</p>
        <BackToSignIn />
      </>
    );
  return (
    <>
      <AuthHeading title={t('forgottenTitle')}>{t('forgottenIntro')}</AuthHeading>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {problem && (
          <Notice tone="wrong" role="alert">
            {problem}
          </Notice>
        )}
        <InputField
          label={t('email')}
          name="email"
          type="email"
          autoComplete="username"
          required
          error={at('email')}
        />
        <Button
          type="submit"
          tone="primary"
          size="large"
          disabled={isWorking || !isReady}
          className="mt-2"
        >
          {isWorking ? t('sending') : t('send')}
        </Button>
        <BackToSignIn />
      </form>
    </>
  );
}
