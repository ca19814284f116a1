'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { AUDIT_ACTIONS, type AuditFilter } from '#server/domain/audit/schema.ts';
import { isCalendarDate, parseEpochDay } from '#server/kernel/calendar-date.ts';
import { actionKey } from './audit-entry.tsx';
import { ACTOR_KINDS, isAction, isKind } from './audit-filter.ts';

interface Props {
  filter: AuditFilter;
  onFilter: (filter: AuditFilter) => void;
}

/** Whether a date is meant, and not one that typing it passes through. */
const isMeant = (text: string): boolean =>
  text === '' || (isCalendarDate(text) && text >= '2000-01-01');

/** A filter without some of its conditions. */
function without(filter: AuditFilter, ...keys: (keyof AuditFilter)[]): AuditFilter {
  return Object.fromEntries(
    Object.entries(filter).filter(([key]) => !keys.some((gone) => gone === key)),
  );
}

/** Which entries are shown: of which property, by whom, what, and when. */
export function AuditFilters({ filter, onFilter }: Props) {
  const t = useTranslations('audit');
  const calls = useCalls();
  const suppliers = useQuery(calls.suppliers.list.queryOptions({})).data ?? [];
  const members = useQuery(calls.team.list.queryOptions({})).data?.members ?? [];
  const formats = useFormats();
  // The browser writes a date its own way; the words leave no doubt about day and month.
  const inWords = (date: string | undefined) => {
    const day = parseEpochDay(date ?? '');
    return day === null ? undefined : formats.longDate(day);
  };
  const [round, setRound] = useState(0);
  const who = filter.actorId ?? filter.actorKind ?? '';
  const people = members.map(({ userId, name }) => ({ value: userId, label: name }));
  const kinds = ACTOR_KINDS.slice(1).map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }));
  const date = (key: 'from' | 'to') => (
    <InputField
      key={`${key}-${round}`}
      label={t(key)}
      type="date"
      max="9999-12-31"
      title={inWords(filter[key])}
      defaultValue={filter[key] ?? ''}
      onChange={({ target: { value } }) => {
        if (!isMeant(value)) return;
        onFilter({ ...without(filter, key), ...(isCalendarDate(value) && { [key]: value }) });
      }}
    />
  );
  return (
    <div className="grid grid-cols-2 items-end gap-3 lg:grid-cols-[1fr_1fr_1fr_auto_auto_auto]">
      <SelectField
        label={t('property')}
        options={[
          { value: '', label: t('anyProperty') },
          ...suppliers.map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
        value={String(filter.supplierId ?? '')}
        onChange={(value) =>
          onFilter({
            ...without(filter, 'supplierId'),
            ...(value !== '' && { supplierId: Number(value) }),
          })
        }
      />
      <SelectField
        label={t('who')}
        options={[{ value: '', label: t('anyone') }, ...people, ...kinds]}
        value={who}
        onChange={(value) =>
          onFilter({
            ...without(filter, 'actorId', 'actorKind'),
            ...(isKind(value) && { actorKind: value }),
            ...(!isKind(value) && value !== '' && { actorKind: 'user', actorId: value }),
          })
        }
      />
      <SelectField
        className="max-lg:col-span-2"
        label={t('what')}
        options={[
          { value: '', label: t('anything') },
          ...AUDIT_ACTIONS.map((value) => ({ value, label: t(`actions.${actionKey(value)}`) })),
        ]}
        value={filter.action ?? ''}
        onChange={(value) =>
          onFilter({ ...without(filter, 'action'), ...(isAction(value) && { action: value }) })
        }
      />
      {date('from')}
      {date('to')}
      <Button
        className="h-9 max-lg:col-span-2"
        disabled={Object.keys(filter).length === 0}
        onClick={() => {
          setRound(round + 1);
          onFilter({});
        }}
      >
        {t('clear')}
      </Button>
    </div>
  );
}
