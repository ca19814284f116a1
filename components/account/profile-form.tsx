'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import { CallNotice, fieldProblem } from '#components/ui/form/call-notice.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { SaveRow } from '#components/ui/form/saved.tsx';
import type { AccountView } from '#server/domain/tenancy/schema.ts';

/** The name that others see, and the address one signs in with. */
export function ProfileForm({ account }: { account: AccountView }) {
  const t = useTranslations('account');
  const calls = useCalls();
  const queries = useQueryClient();
  const [name, setName] = useState(account.name);
  const update = useMutation(
    calls.account.update.mutationOptions({
      onSuccess: () => queries.invalidateQueries(calls.account.get.pathFilter()),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ name });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <CallNotice error={update.error} shown={['name']} />
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField
          label={t('name')}
          autoComplete="name"
          maxLength={200}
          required
          value={name}
          onChange={({ target }) => {
            setName(target.value);
            update.reset();
          }}
          error={fieldProblem(update.error, 'name')}
        />
        <div className="min-w-0">
          <p className="mb-1 text-13 font-medium">{t('email')}</p>
          <p className="flex min-h-9 items-center text-14 break-words">{account.email}</p>
          <p className="mt-1 text-12 text-muted">{t('emailHint')}</p>
        </div>
      </div>
      <SaveRow
        isWorking={update.isPending}
        isSaved={update.isSuccess}
        disabled={name.trim() === '' || name === account.name}
      />
    </form>
  );
}
