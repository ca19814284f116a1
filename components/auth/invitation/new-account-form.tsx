'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice, fieldProblem } from '#components/ui/form/call-notice.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { SecretField } from '#components/ui/form/secret-field.tsx';
import { MIN_PASSWORD_LENGTH } from '#server/domain/auth/password-rule.ts';
import { callAuth } from '../auth-call.ts';
import { keepInvitation } from '../link-secret.ts';

/** Somebody new: a name and a password make the account, which is signed in at once. */
export function NewAccountForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations('auth');
  const accept = useMutation(useCalls().invitations.accept.mutationOptions());
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const account = { name: String(form.get('name')), password: String(form.get('password')) };
    const accepted = await accept.mutateAsync({ token, account }).catch(() => null);
    if (!accepted) return;
    keepInvitation(null);
    const entered = await callAuth('/sign-in/email', { email, password: account.password });
    window.location.assign(entered.refusal === null ? '/' : '/sign-in');
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <CallNotice error={accept.error} shown={['account.name', 'account.password']} />
      <input type="hidden" name="email" value={email} autoComplete="username" />
      <InputField
        label={t('yourName')}
        name="name"
        autoComplete="name"
        maxLength={200}
        required
        error={fieldProblem(accept.error, 'account.name')}
      />
      <SecretField
        label={t('choosePassword')}
        hint={t('passwordLength', { count: MIN_PASSWORD_LENGTH })}
        name="password"
        autoComplete="new-password"
        minLength={MIN_PASSWORD_LENGTH}
        maxLength={128}
        required
        error={fieldProblem(accept.error, 'account.password')}
      />
      <Button
        type="submit"
        tone="primary"
        size="large"
        disabled={accept.isPending || accept.isSuccess}
        className="mt-2"
      >
        {accept.isPending ? t('joining') : t('createAccount')}
      </Button>
    </form>
  );
}
