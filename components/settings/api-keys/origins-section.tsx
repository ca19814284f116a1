'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice, fieldProblem } from '#components/ui/form/call-notice.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { SaveRow } from '#components/ui/form/saved.tsx';
import { Section } from '#components/ui/form/section.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { LeaveQuestion } from '../page/leave-question.tsx';

const MOST = 20;

function OriginsForm({ stored }: { stored: readonly string[] }) {
  const t = useTranslations('apiKeys');
  const calls = useCalls();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<readonly string[] | null>(null);
  const save = useMutation(
    calls.organisation.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(calls.organisation.get.queryFilter());
        setTyped(null);
      },
    }),
  );
  const origins = typed ?? stored;
  const wanted = origins.map((origin) => origin.trim()).filter((origin) => origin !== '');
  const isDirty = JSON.stringify(wanted) !== JSON.stringify(stored);
  const edit = (next: readonly string[]) => {
    setTyped(next);
    save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The rows stay those that are sent, so that a refused one is told beside its own field.
    setTyped(wanted);
    save.mutate({ allowedOrigins: wanted });
  };
  const paths = origins.map((_, index) => `allowedOrigins.${index}`);
  return (
    <>
      <LeaveQuestion isDirty={isDirty} />
      <form onSubmit={submit} noValidate className="flex flex-col items-start gap-3">
        {origins.length === 0 && <p className="text-13 text-muted">{t('noOrigin')}</p>}
        {origins.map((origin, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an address has no other identity than its row
          <div key={index} className="flex w-full max-w-130 items-start gap-2">
            <InputField
              className="flex-1"
              label={t('origin', { number: index + 1 })}
              hint={index === origins.length - 1 ? t('originHint') : undefined}
              error={fieldProblem(save.error, `allowedOrigins.${index}`)}
              type="url"
              spellCheck={false}
              maxLength={300}
              value={origin}
              onChange={(event) => edit(origins.with(index, event.target.value))}
            />
            <IconButton
              label={t('removeOrigin', { number: index + 1 })}
              className="mt-6"
              onClick={() => edit(origins.toSpliced(index, 1))}
            >
              <X size={16} aria-hidden />
            </IconButton>
          </div>
        ))}
        <Button disabled={origins.length >= MOST} onClick={() => edit([...origins, ''])}>
          <Plus size={15} aria-hidden />
          {t('addOrigin')}
        </Button>
        <CallNotice error={save.error} shown={paths} />
        {(isDirty || save.isSuccess) && (
          <SaveRow isWorking={save.isPending} isSaved={save.isSuccess} disabled={!isDirty} />
        )}
      </form>
    </>
  );
}

/** Websites whose pages may call the API with one of the organisation's keys. */
export function OriginsSection() {
  const t = useTranslations('apiKeys');
  const organisation = useQuery(useCalls().organisation.get.queryOptions({}));
  return (
    <Section title={t('origins')} intro={t('originsIntro')}>
      <Reading query={organisation} lines={2}>
        {({ id, allowedOrigins }) => <OriginsForm key={id} stored={allowedOrigins} />}
      </Reading>
    </Section>
  );
}
