'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice, fieldProblem } from '#components/ui/form/call-notice.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { SecretField } from '#components/ui/form/secret-field.tsx';
import type { ConnectionProbe } from '#server/domain/suppliers/schema.ts';
import { StepHeading } from '../step-heading.tsx';
import { MOST_NUMBERS, readNumbers } from '../supplier-numbers.ts';
import { SeenList } from './seen-list.tsx';

interface Tried {
  readonly apiKey: string;
  readonly numbers: string;
  readonly seen: ConnectionProbe;
}

interface Props {
  first: Tried;
  onBack: () => void;
  onDone: (tried: Tried) => void;
}

/** The key and the property numbers, tried live before anything is kept. */
export function KeyStep({ first, onBack, onDone }: Props) {
  const t = useTranslations('start.key');
  const probe = useMutation(useCalls().connections.probe.mutationOptions());
  const [apiKey, setApiKey] = useState(first.apiKey);
  const [numbers, setNumbers] = useState(first.numbers);
  const [problem, setProblem] = useState<string | null>(null);
  const [isChanged, setChanged] = useState(false);
  const seen = isChanged ? null : (probe.data ?? (first.seen.length > 0 ? first.seen : null));
  const isUsable = seen?.some(({ result, isAdded }) => result === 'ok' && !isAdded) === true;
  const change = (set: (text: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value);
    setChanged(true);
    setProblem(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = readNumbers(numbers);
    const [stray] = typed.strays;
    if (stray !== undefined) return setProblem(t('stray', { word: stray }));
    if (typed.numbers.length > MOST_NUMBERS)
      return setProblem(t('tooMany', { most: MOST_NUMBERS }));
    if (typed.numbers.length === 0) return setProblem(t('none'));
    setChanged(false);
    probe.mutate({ key: { apiKey: apiKey.trim() }, supplierIds: [...typed.numbers] });
  };
  return (
    <>
      <StepHeading title={t('title')}>{t('intro')}</StepHeading>
      <form
        onSubmit={submit}
        className="flex flex-col gap-4 rounded-[10px] border border-line bg-surface p-4 sm:p-6"
      >
        <CallNotice error={probe.error} shown={['key.apiKey']} />
        <SecretField
          label={t('key')}
          hint={t('keyHint')}
          value={apiKey}
          onChange={change(setApiKey)}
          autoComplete="off"
          minLength={8}
          maxLength={500}
          required
          error={fieldProblem(probe.error, 'key.apiKey')}
        />
        <InputField
          label={t('numbers')}
          hint={t('numbersHint')}
          value={numbers}
          onChange={change(setNumbers)}
          autoComplete="off"
          required
          error={problem}
        />
        <div>
          <Button type="submit" tone={isUsable ? 'quiet' : 'primary'} disabled={probe.isPending}>
            {probe.isPending ? t('trying') : t('try')}
          </Button>
        </div>
      </form>
      <div role="status" className="mt-5">
        {seen && !probe.isPending && <SeenList seen={seen} />}
      </div>
      <div className="mt-6 flex justify-between gap-2">
        <Button size="large" onClick={onBack}>
          {t('back')}
        </Button>
        {isUsable && seen && (
          <Button
            tone="primary"
            size="large"
            disabled={probe.isPending}
            onClick={() => onDone({ apiKey: apiKey.trim(), numbers, seen })}
          >
            {t('next')}
          </Button>
        )}
      </div>
    </>
  );
}
