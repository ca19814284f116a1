'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/floating/sheet.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { SecretField } from '#components/ui/form/secret-field.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ConnectionView, NewSupplier } from '#server/domain/suppliers/schema.ts';
import { focusFirstProblem } from '../page/focus-problem.ts';
import { type Chosen, chosenOf, ProbeChoice } from './probe-choice.tsx';
import { isKeyLike, parseNumbers } from './property-numbers.ts';

interface Props {
  /** Whose key is used; null for a key that is still to be typed. */
  connection: ConnectionView | null;
  onAdded: (count: number) => void;
  onClose: () => void;
}

const EMPTY = { name: '', apiKey: '', numbers: '' };

function named({ name, ...supplier }: NewSupplier): NewSupplier {
  const trimmed = name?.trim();
  return trimmed ? { ...supplier, name: trimmed } : supplier;
}

/** The test of what was typed, and the saving of what was chosen of it. */
function useAdding({ connection, onAdded, onClose }: Props) {
  const calls = useCalls();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(EMPTY);
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const probe = useMutation(
    calls.connections.probe.mutationOptions({
      onSuccess: (seen) => setChosen(chosenOf(seen)),
    }),
  );
  const done = {
    onSuccess: async ({ supplierIds }: { supplierIds: readonly number[] }) => {
      await queries.invalidateQueries(calls.connections.list.queryFilter());
      void queries.invalidateQueries(calls.suppliers.list.queryFilter());
      onAdded(supplierIds.length);
      onClose();
    },
  } as const;
  const add = useMutation(calls.connections.add.mutationOptions(done));
  const addMore = useMutation(calls.connections.addSuppliers.mutationOptions(done));
  const apiKey = typed.apiKey.trim();
  return {
    ...{ typed, setTyped, chosen, setChosen, probe },
    isWorking: probe.isPending || add.isPending || addMore.isPending,
    error: probe.error ?? add.error ?? addMore.error,
    test: (supplierIds: number[]) => {
      const key = connection ? { connectionId: connection.id } : { apiKey };
      probe.mutate({ key, supplierIds });
    },
    save: () => {
      const suppliers = [...chosen.values()].map(named);
      if (connection) addMore.mutate({ connectionId: connection.id, suppliers });
      else add.mutate({ name: typed.name.trim(), apiKey, suppliers });
    },
    back: () => {
      probe.reset();
      add.reset();
      addMore.reset();
    },
  };
}

/** Properties for a key: what it is, what it sees when tried, and which of that to add. */
export function AddSheet(props: Props) {
  const { connection, onClose } = props;
  const t = useTranslations();
  const adding = useAdding(props);
  const { typed, setTyped, probe, chosen, isWorking } = adding;
  const [wasTried, setTried] = useState(false);
  const numbers = parseNumbers(typed.numbers);
  const problems = {
    name: !connection && typed.name.trim() === '' && t('settings.problems.required'),
    apiKey: !connection && !isKeyLike(typed.apiKey) && t('connections.badKey'),
    numbers: numbers === null && t('connections.badNumbers'),
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (probe.data) adding.save();
    else if (Object.values(problems).some(Boolean)) focusFirstProblem(event.currentTarget);
    else if (numbers) adding.test(numbers);
  };
  const field = (key: keyof typeof EMPTY) => ({
    value: typed[key],
    error: wasTried ? problems[key] || undefined : undefined,
    onChange: (event: { target: { value: string } }) =>
      setTyped({ ...typed, [key]: event.target.value }),
  });
  return (
    <Sheet
      title={t(connection ? 'connections.addTitle' : 'connections.newKeyTitle')}
      onClose={onClose}
      aside={
        <IconButton label={t('app.close')} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4 p-4">
        {!probe.data && !connection && (
          <>
            <InputField
              label={t('connections.name')}
              hint={t('connections.nameHint')}
              maxLength={200}
              {...field('name')}
            />
            <SecretField
              label={t('connections.apiKey')}
              hint={t('connections.apiKeyHint')}
              autoComplete="off"
              {...field('apiKey')}
            />
          </>
        )}
        {!probe.data && (
          <InputField
            label={t('connections.numbers')}
            hint={t('connections.numbersHint')}
            inputMode="numeric"
            autoComplete="off"
            {...field('numbers')}
          />
        )}
        {probe.data && (
          <>
            <h3 className="text-14 font-semibold">{t('connections.seen')}</h3>
            <ProbeChoice probe={probe.data} chosen={chosen} onChosen={adding.setChosen} />
            {chosenOf(probe.data).size === 0 && (
              <Notice tone="wrong" role="alert">
                {t('connections.none')}
              </Notice>
            )}
          </>
        )}
        <CallNotice error={adding.error} />
        <div className="flex flex-wrap justify-end gap-2">
          {probe.data && (
            <Button disabled={isWorking} onClick={adding.back}>
              {t('connections.change')}
            </Button>
          )}
          {probe.data ? (
            <Button type="submit" tone="primary" disabled={isWorking || chosen.size === 0}>
              {t('connections.save', { count: chosen.size })}
            </Button>
          ) : (
            <Button type="submit" tone="primary" disabled={isWorking}>
              {t(isWorking ? 'connections.testing' : 'connections.test')}
            </Button>
          )}
        </div>
      </form>
    </Sheet>
  );
}
