'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { LeaveQuestion } from '#components/settings/page/leave-question.tsx';
import { useCalls } from '#components/trpc/client.ts';
import { CallNotice, fieldProblem } from '#components/ui/form/call-notice.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { SaveRow } from '#components/ui/form/saved.tsx';
import { Section } from '#components/ui/form/section.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';

function NameForm({ stored }: { stored: string }) {
  const t = useTranslations();
  const calls = useCalls();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation(
    calls.organisation.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(calls.organisation.get.queryFilter());
        setTyped(null);
        void queries.invalidateQueries(calls.account.get.queryFilter());
      },
    }),
  );
  const name = typed ?? stored;
  const isEmpty = name.trim() === '';
  const isDirty = name.trim() !== stored;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isDirty && !isEmpty) save.mutate({ name: name.trim() });
  };
  return (
    <>
      <LeaveQuestion isDirty={isDirty} />
      <form onSubmit={submit} noValidate className="flex max-w-100 flex-col gap-3">
        <InputField
          label={t('team.organisationName')}
          maxLength={200}
          value={name}
          onChange={(event) => {
            setTyped(event.target.value);
            save.reset();
          }}
          error={isEmpty ? t('settings.problems.required') : fieldProblem(save.error, 'name')}
        />
        <CallNotice error={save.error} shown={['name']} />
        <SaveRow
          isWorking={save.isPending}
          isSaved={save.isSuccess && !isDirty}
          disabled={!isDirty || isEmpty}
        />
      </form>
    </>
  );
}

/** The organisation's own name. */
export function OrganisationSection() {
  const t = useTranslations('team');
  const organisation = useQuery(useCalls().organisation.get.queryOptions({}));
  return (
    <Section title={t('organisation')}>
      <Reading query={organisation} lines={2}>
        {({ id, name }) => <NameForm key={id} stored={name} />}
      </Reading>
    </Section>
  );
}
