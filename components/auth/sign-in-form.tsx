'use client';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { EXPIRED_PARAM, returnPathOf } from './return-path.ts';

type Failure = 'wrong' | 'tooMany' | 'unreachable';

async function signIn(email: string, password: string): Promise<Failure | null> {
  try {
    const response = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (response.ok) return null;
    if (response.status === 429) return 'tooMany';
    return response.status >= 500 ? 'unreachable' : 'wrong';
  } catch {
    return 'unreachable';
  }
}

export function SignInForm() {
  const t = useTranslations('auth');
  const query = useSearchParams();
  const wanted = query.get('to');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isWorking, setWorking] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setWorking(true);
    setFailure(null);
    const problem = await signIn(String(form.get('email')), String(form.get('password')));
    if (!problem) return window.location.assign(returnPathOf(wanted));
    setFailure(problem);
    setWorking(false);
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {query.has(EXPIRED_PARAM) && (
        <Notice tone="staged" role="status">
          {t('expired')}
        </Notice>
      )}
      {failure && (
        <Notice tone="wrong" role="alert">
          {t(failure)}
        </Notice>
      )}
      <TextField label={t('email')} name="email" type="email" autoComplete="username" required />
      <TextField
        label={t('password')}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <Button type="submit" tone="primary" size="large" disabled={isWorking} className="mt-2">
        {isWorking ? t('working') : t('submit')}
      </Button>
    </form>
  );
}
