'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice, fieldProblem } from '#components/ui/form/call-notice.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { Tick } from '#components/ui/tick.tsx';
import type { ConnectionProbe } from '#server/domain/suppliers/schema.ts';
import { AccommodationNames } from './accommodation-names.tsx';
import { StepHeading } from './step-heading.tsx';

interface Props {
  apiKey: string;
  seen: ConnectionProbe;
  onBack: () => void;
  onDone: () => void;
}

interface Choice {
  readonly isTaken: boolean;
  readonly name: string;
}

/** A house that is let as a whole gives the property its name. */
const firstChoice = ({ accommodations }: ConnectionProbe[number]): Choice => ({
  isTaken: true,
  name: accommodations.length === 1 ? (accommodations[0]?.name ?? '') : '',
});

/** Which of the properties that the key shows are added, and what they are called here. */
export function ChooseStep({ apiKey, seen, onBack, onDone }: Props) {
  const t = useTranslations('start.choose');
  const calls = useCalls();
  const queries = useQueryClient();
  const usable = seen.filter(({ result, isAdded }) => result === 'ok' && !isAdded);
  const [choices, setChoices] = useState<ReadonlyMap<number, Choice>>(
    () => new Map(usable.map((one) => [one.supplierId, firstChoice(one)])),
  );
  const choose = (id: number, change: Partial<Choice>) => {
    const before = choices.get(id) ?? { isTaken: true, name: '' };
    setChoices(new Map([...choices, [id, { ...before, ...change }]]));
  };
  const taken = usable.filter(({ supplierId }) => choices.get(supplierId)?.isTaken === true);
  const add = useMutation(
    calls.connections.add.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(calls.suppliers.list.pathFilter());
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const suppliers = taken.map(({ supplierId }) => {
      const name = choices.get(supplierId)?.name.trim();
      return { supplierId, name: name || t('property', { number: String(supplierId) }) };
    });
    add.mutate({ name: t('keyName'), apiKey, suppliers });
  };
  // The server counts what was sent: what is not ticked now may have been.
  const sent = add.variables?.suppliers.map((one) => one.supplierId) ?? [];
  const pathOf = (supplierId: number) => `suppliers.${sent.indexOf(supplierId)}.name`;
  const problemOf = (supplierId: number) => fieldProblem(add.error, pathOf(supplierId));
  return (
    <form onSubmit={submit}>
      <StepHeading title={t('title')}>{t('intro')}</StepHeading>
      <CallNotice error={add.error} shown={sent.map(pathOf)} />
      <ul className="mt-4 divide-y divide-line rounded-[10px] border border-line bg-surface">
        {usable.map(({ supplierId, accommodations }) => (
          <li
            key={supplierId}
            className="flex flex-col gap-3 p-4 sm:flex-row sm:items-start sm:gap-6"
          >
            <div className="min-w-0 flex-1">
              <Tick
                checked={choices.get(supplierId)?.isTaken === true}
                onChange={(isTaken) => choose(supplierId, { isTaken })}
                className="figures text-14 font-medium"
              >
                {t('property', { number: String(supplierId) })}
              </Tick>
              <p className="mt-1 pl-6 text-13 break-words text-muted">
                <AccommodationNames names={accommodations.map(({ name }) => name)} />
              </p>
            </div>
            <InputField
              label={t('name')}
              value={choices.get(supplierId)?.name ?? ''}
              placeholder={t('property', { number: String(supplierId) })}
              error={problemOf(supplierId)}
              autoComplete="off"
              disabled={choices.get(supplierId)?.isTaken !== true}
              onChange={({ target }) => choose(supplierId, { name: target.value })}
              className="max-sm:pl-6 sm:w-64"
            />
          </li>
        ))}
      </ul>
      <div className="mt-6 flex justify-between gap-2">
        <Button size="large" onClick={onBack} disabled={add.isPending}>
          {t('back')}
        </Button>
        <Button
          type="submit"
          tone="primary"
          size="large"
          disabled={add.isPending || taken.length === 0}
        >
          {add.isPending ? t('adding') : t('add', { count: taken.length })}
        </Button>
      </div>
    </form>
  );
}
