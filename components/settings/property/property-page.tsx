'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Reading } from '#components/ui/form/waiting.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { SettingsView } from '#server/domain/settings/schema.ts';
import { focusFirstProblem } from '../page/focus-problem.ts';
import { useMay } from '../page/gate.tsx';
import { LeaveQuestion } from '../page/leave-question.tsx';
import { PageBody } from '../page/page-body.tsx';
import { SaveBar } from '../page/save-bar.tsx';
import { formOf, type PropertyForm, wishOf } from './property-form.ts';
import {
  DemandSection,
  IdentitySection,
  MoneySection,
  NewNightSection,
  PrivacySection,
  StaysSection,
} from './property-sections.tsx';

/** The fields of the form that a refused path of the call belongs to. */
const FIELD_OF: Readonly<Record<string, string>> = {
  'set.vatRateBasisPoints': 'vat',
  'set.newNight.minStay': 'minStay',
  'set.newNight.maxStay': 'maxStay',
};

function fieldOf(path: string): string {
  return (
    FIELD_OF[path] ?? path.replace(/^set\./, '').replace('commissionBasisPoints', 'commission')
  );
}

function PropertySettings({ settings }: { settings: SettingsView }) {
  const t = useTranslations('settings');
  const formats = useFormats();
  const calls = useCalls();
  const queries = useQueryClient();
  const mayWrite = useMay('settings:write');
  const [edits, setEdits] = useState<Partial<PropertyForm>>({});
  const [wasTried, setTried] = useState(false);
  const save = useMutation(
    calls.settings.update.mutationOptions({
      onSuccess: (stored) => {
        queries.setQueryData(
          calls.settings.get.queryKey({ supplierId: settings.supplierId }),
          stored,
        );
        setEdits({});
        setTried(false);
        void queries.invalidateQueries(calls.suppliers.list.queryFilter());
        void queries.invalidateQueries(calls.calendar.pathFilter());
      },
    }),
  );
  const form: PropertyForm = { ...formOf(settings, formats.amount), ...edits };
  const { set, problems } = wishOf(form, settings);
  const refused = callErrorOf(save.error).fields;
  const problem = (field: string) => {
    const own = problems.get(field);
    if (own && wasTried)
      return own === 'timezoneBad' ? t('property.timezoneBad') : t(`problems.${own}`);
    return refused.find(({ path }) => fieldOf(path) === field)?.message;
  };
  const edit = (changed: Partial<PropertyForm>) => {
    setEdits((before) => ({ ...before, ...changed }));
    save.reset();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (problems.size > 0) focusFirstProblem(event.currentTarget);
    else if (Object.keys(set).length > 0) save.mutate({ supplierId: settings.supplierId, set });
  };
  const changes = Object.keys(set).length + problems.size;
  const parts = { form, onEdit: edit, problem };
  return (
    <>
      <LeaveQuestion isDirty={changes > 0} />
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {!mayWrite && <Notice>{t('readOnly')}</Notice>}
        <fieldset disabled={!mayWrite} className="flex min-w-0 flex-col gap-5">
          <IdentitySection {...parts} />
          <StaysSection {...parts} />
          <NewNightSection {...parts} />
          <DemandSection {...parts} />
          <MoneySection {...parts} />
          <PrivacySection {...parts} />
        </fieldset>
        <SaveBar
          changes={changes}
          problems={wasTried ? problems.size : 0}
          isWorking={save.isPending}
          isSaved={save.isSuccess}
          error={save.error}
          shown={refused.map(({ path }) => path)}
          onDiscard={() => {
            setEdits({});
            setTried(false);
            save.reset();
          }}
        />
      </form>
    </>
  );
}

/** The settings of a property. */
export function PropertyPage({ supplierId }: { supplierId: number }) {
  const t = useTranslations('settings');
  const settings = useQuery(useCalls().settings.get.queryOptions({ supplierId }));
  return (
    <PageBody title={t('title')} intro={t('property.intro')} needs="settings:read">
      <Reading query={settings} lines={12}>
        {(data) => <PropertySettings key={data.supplierId} settings={data} />}
      </Reading>
    </PageBody>
  );
}
