'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { useCalls } from '#components/trpc/client.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { type Column, DataTable } from '#components/ui/form/data-table.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { SettingsView } from '#server/domain/settings/schema.ts';
import { focusFirstProblem } from '../page/focus-problem.ts';
import { useMay } from '../page/gate.tsx';
import { LeaveQuestion } from '../page/leave-question.tsx';
import { PageBody } from '../page/page-body.tsx';
import { SaveBar } from '../page/save-bar.tsx';
import { RowInput } from './row-input.tsx';
import { ROW_FIELDS, type RowEdits, type RowField, textOf, wishOf } from './rows-form.ts';

type Row = SettingsView['accommodations'][number];

const HEADERS = {
  units: 'units',
  floorCents: 'floor',
  ceilingCents: 'ceiling',
  referenceGuests: 'guests',
  variableCostCents: 'variableCost',
  turnoverCostCents: 'turnoverCost',
} as const;

const HINTS = ['unitsHint', 'boundsHint', 'guestsHint', 'costHint'] as const;

function guessOf(row: Row, field: RowField): number | null {
  if (field === 'units') return row.unitsGuess;
  return field === 'referenceGuests' ? row.referenceGuestsGuess : null;
}

/** What is typed, what of it can be sent, and the sending of it. */
function useRows(settings: SettingsView) {
  const calls = useCalls();
  const queries = useQueryClient();
  const [edits, setEdits] = useState<RowEdits>(new Map());
  const [wasTried, setTried] = useState(false);
  const { supplierId, accommodations } = settings;
  const wish = wishOf(accommodations, edits);
  const save = useMutation(
    calls.settings.update.mutationOptions({
      onSuccess: (stored) => {
        queries.setQueryData(calls.settings.get.queryKey({ supplierId }), stored);
        setEdits(new Map());
        setTried(false);
        void queries.invalidateQueries(calls.calendar.pathFilter());
      },
    }),
  );
  const { error } = save;
  const sent = save.variables?.accommodations ?? [];
  /** The server's word on a setting: its path counts what was sent. */
  const refused = new Map<string, { path: string; message: string }>(
    callErrorOf(error).fields.flatMap(({ path, message }) => {
      const [, index, , field] = path.split('.');
      const row = sent[Number(index)];
      return row && field ? [[`${row.id}.${field}`, { path, message }] as const] : [];
    }),
  );
  return {
    ...{ edits, wish, wasTried, save, refused },
    discard: () => {
      setEdits(new Map());
      setTried(false);
      save.reset();
    },
    edit: (id: number, field: RowField, text: string) => {
      setEdits((before) => new Map(before).set(id, { ...before.get(id), [field]: text }));
      save.reset();
    },
    submit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      setTried(true);
      if (wish.problems.size > 0) focusFirstProblem(event.currentTarget);
      else if (wish.updates.length > 0)
        save.mutate({ supplierId, accommodations: [...wish.updates] });
    },
  };
}

function Accommodations({ settings }: { settings: SettingsView }) {
  const t = useTranslations('settings');
  const formats = useFormats();
  const mayWrite = useMay('settings:write');
  const rows = useRows(settings);
  const { wish, save, wasTried, refused } = rows;
  const problem = (key: string) => {
    const own = wasTried ? wish.problems.get(key) : undefined;
    return own ? t(`problems.${own}`) : refused.get(key)?.message;
  };
  const columns: Column<Row>[] = [
    { key: 'name', header: t('accommodations.name'), cell: ({ name }) => name },
    ...ROW_FIELDS.map((spec): Column<Row> => {
      const header = t(`accommodations.${HEADERS[spec.field]}`);
      return {
        ...{ key: spec.field, header, isNumber: true },
        cell: (row) => {
          const guess = guessOf(row, spec.field);
          return (
            <RowInput
              label={t('accommodations.fieldOf', { field: header, name: row.name })}
              isMoney={spec.kind === 'money'}
              value={rows.edits.get(row.id)?.[spec.field] ?? textOf(row, spec, formats.amount)}
              placeholder={guess === null ? undefined : t('accommodations.guess', { count: guess })}
              error={problem(`${row.id}.${spec.field}`)}
              onChange={(text) => rows.edit(row.id, spec.field, text)}
            />
          );
        },
      };
    }),
  ];
  return (
    <>
      <LeaveQuestion isDirty={wish.changes > 0} />
      <form onSubmit={rows.submit} noValidate className="flex flex-col gap-5">
        {!mayWrite && <Notice>{t('readOnly')}</Notice>}
        <fieldset
          disabled={!mayWrite}
          className="min-w-0 rounded-[10px] border border-line bg-surface px-4 py-2 sm:px-6"
        >
          <DataTable
            from="lg"
            caption={t('accommodations.caption')}
            columns={columns}
            rows={settings.accommodations}
            rowKey={({ id }) => id}
          />
        </fieldset>
        <ul className="flex max-w-[76ch] flex-col gap-1 text-12 text-muted">
          {HINTS.map((hint) => (
            <li key={hint}>{t(`accommodations.${hint}`)}</li>
          ))}
        </ul>
        <SaveBar
          changes={wish.changes}
          problems={wasTried ? wish.problems.size : 0}
          isWorking={save.isPending}
          isSaved={save.isSuccess}
          error={save.error}
          shown={[...refused.values()].map(({ path }) => path)}
          onDiscard={rows.discard}
        />
      </form>
    </>
  );
}

/** Units, price bounds and costs of every accommodation of a property. */
export function AccommodationsPage({ supplierId }: { supplierId: number }) {
  const t = useTranslations('settings');
  const settings = useQuery(useCalls().settings.get.queryOptions({ supplierId }));
  return (
    <PageBody
      title={t('pages.accommodations')}
      intro={t('accommodations.intro')}
      needs="settings:read"
    >
      <Reading query={settings} lines={8}>
        {(data) =>
          data.accommodations.length > 0 ? (
            <Accommodations key={data.supplierId} settings={data} />
          ) : (
            <EmptyState title={t('accommodations.emptyTitle')}>
              {t('accommodations.empty')}
            </EmptyState>
          )
        }
      </Reading>
    </PageBody>
  );
}
