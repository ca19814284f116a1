'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import { Confirm } from '#components/ui/form/confirm.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TickGroup } from '#components/ui/form/tick-group.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import type { CreatedApiKey } from '#server/domain/auth/schema.ts';
import { SCOPES, type Scope } from '#server/domain/tenancy/permissions.ts';

const DAYS = ['30', '90', '365', 'none'] as const;
const REACHES = ['all', 'some'] as const;

interface Props {
  onCreated: (created: CreatedApiKey) => void;
  onClose: () => void;
}

/** A small form for a new key: what for, what it may, where, and until when. */
export function CreateKey({ onCreated, onClose }: Props) {
  const t = useTranslations();
  const calls = useCalls();
  const queries = useQueryClient();
  const suppliers = useQuery(calls.suppliers.list.queryOptions({})).data ?? [];
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const [reach, setReach] = useState<(typeof REACHES)[number]>('all');
  const [supplierIds, setSupplierIds] = useState<readonly number[]>([]);
  const [days, setDays] = useState<(typeof DAYS)[number]>('365');
  const [wasTried, setTried] = useState(false);
  const create = useMutation(
    calls.apiKeys.create.mutationOptions({
      onSuccess: (created) => {
        void queries.invalidateQueries(calls.apiKeys.pathFilter());
        onCreated(created);
      },
    }),
  );
  const isUnreachable = reach === 'some' && supplierIds.length === 0;
  const submit = () => {
    setTried(true);
    if (name.trim() === '' || scopes.length === 0 || isUnreachable) return;
    create.mutate({
      name: name.trim(),
      scopes: [...scopes],
      supplierIds: reach === 'all' ? null : [...supplierIds],
      expiresInDays: days === 'none' ? null : Number(days),
    });
  };
  return (
    <Confirm
      title={t('apiKeys.createTitle')}
      action={t('apiKeys.createAction')}
      isWorking={create.isPending}
      error={create.error}
      onCancel={onClose}
      onConfirm={submit}
    >
      <InputField
        label={t('apiKeys.name')}
        hint={t('apiKeys.nameHint')}
        error={wasTried && name.trim() === '' ? t('settings.problems.required') : undefined}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TickGroup
        stacked
        legend={t('apiKeys.scopes')}
        error={wasTried && scopes.length === 0 ? t('apiKeys.needScope') : undefined}
        options={SCOPES.map((value) => ({ value, label: t(`apiKeys.scope.${value}`) }))}
        values={scopes}
        onChange={setScopes}
      />
      <div>
        <p className="mb-1 text-13 font-medium">{t('apiKeys.reach')}</p>
        <Segmented
          wide
          legend={t('apiKeys.reach')}
          segments={[
            { value: 'all', label: t('apiKeys.reachAll') },
            { value: 'some', label: t('apiKeys.reachSome') },
          ]}
          value={reach}
          onChange={setReach}
        />
        {reach === 'some' && (
          <TickGroup
            stacked
            className="mt-2"
            legend={<span className="sr-only">{t('apiKeys.reach')}</span>}
            error={wasTried && isUnreachable ? t('apiKeys.needProperty') : undefined}
            options={suppliers.map((supplier) => ({ value: supplier.id, label: supplier.name }))}
            values={supplierIds}
            onChange={setSupplierIds}
          />
        )}
      </div>
      <SelectField
        label={t('apiKeys.expiry')}
        options={DAYS.map((value) => ({ value, label: t(`apiKeys.days.${value}`) }))}
        value={days}
        onChange={setDays}
      />
    </Confirm>
  );
}
