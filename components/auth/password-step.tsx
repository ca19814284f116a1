'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { Button } from '#components/ui/button.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { SecretField } from '#components/ui/form/secret-field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useReady } from '#components/ui/ready/use-ready.ts';
import { AuthHeading } from './auth-heading.tsx';
import { useAuthCall } from './use-auth-call.tsx';

interface Props {
  /** The session ended while the person was at work. */
  hasExpired: boolean;
  /** The time to type the code has run out. */
  isCodeExpired: boolean;
  onDone: () => void;
  /** The password was right and a code is wanted. */
  onCode: () => void;
}

/** Address and password. */
export function PasswordStep({ hasExpired, isCodeExpired, onDone, onCode }: Props) {
  const t = useTranslations('auth');
  const isReady = useReady();
  const { ask, isWorking, at, problemBeside } = useAuthCall();
  const problem = problemBeside('email', 'password');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const answer = await ask('/sign-in/email', {
      email: String(form.get('email')),
      password: String(form.get('password')),
    });
    if (answer.refusal) return;
    if (answer.body?.twoFactorRedirect === true) onCode();
    else onDone();
  };
  return (
    <>
      <AuthHeading title={t('title')} isNew={isCodeExpired}>
        {t('intro')}
      </AuthHeading>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {hasExpired && (
          <Notice tone="staged" role="status">
            {t('expired')}
          </Notice>
        )}
        {isCodeExpired && !problem && (
          <Notice tone="staged" role="alert">
            {t('codeExpired')}
          </Notice>
        )}
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
        <SecretField
          label={t('password')}
          name="password"
          autoComplete="current-password"
          required
          error={at('password')}
        />
        <Button
          type="submit"
          tone="primary"
          size="large"
          disabled={isWorking || !isReady}
          className="mt-2"
        >
          {isWorking ? t('working') : t('submit')}
        </Button>
        <Link
          href="/forgotten"
          className="tap self-center text-13 font-medium text-accent hover:underline"
        >
          {t('forgotten')}
        </Link>
      </form>
    </>
  );
}
