'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAuthCall } from '#components/auth/use-auth-call.tsx';
import { useCalls } from '#components/trpc/client.ts';
import { SaveRow } from '#components/ui/form/saved.tsx';
import { SecretField } from '#components/ui/form/secret-field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { MIN_PASSWORD_LENGTH } from '#server/domain/auth/password-rule.ts';

/** Changing one's password; every other session ends with the old one. */
export function PasswordSection() {
  const t = useTranslations('account.password');
  const calls = useCalls();
  const queries = useQueryClient();
  const { ask, isWorking, at, problemBeside, forget } = useAuthCall();
  const [isSaved, setSaved] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    const answer = await ask('/change-password', {
      currentPassword: String(typed.get('current')),
      newPassword: String(typed.get('new')),
    });
    setSaved(answer.refusal === null);
    if (answer.refusal) return;
    form.reset();
    await queries.invalidateQueries(calls.account.sessions.pathFilter());
  };
  const problem = problemBeside('currentPassword', 'newPassword');
  const tAuth = useTranslations('auth');
  return (
    <form
      onSubmit={submit}
      onInput={() => {
        setSaved(false);
        forget();
      }}
      className="flex flex-col gap-4"
    >
      {problem && (
        <Notice tone="wrong" role="alert">
          {problem}
        </Notice>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <SecretField
          label={t('current')}
          name="current"
          autoComplete="current-password"
          required
          error={at('currentPassword')}
        />
        <SecretField
          label={t('new')}
          name="new"
          autoComplete="new-password"
          minLength={MIN_PASSWORD_LENGTH}
          maxLength={128}
          required
          hint={tAuth('passwordLength', { count: MIN_PASSWORD_LENGTH })}
          error={at('newPassword')}
        />
      </div>
      <p className="text-13 text-muted">{t('endOthers')}</p>
      <SaveRow action={t('change')} isWorking={isWorking} isSaved={isSaved} />
    </form>
  );
}
