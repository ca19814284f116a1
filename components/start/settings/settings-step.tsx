'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import { Reading } from '#components/ui/form/waiting.tsx';
import type { SupplierView } from '#server/domain/suppliers/schema.ts';
import { StepHeading } from '../step-heading.tsx';
import { SettingsForm } from './settings-form.tsx';

/** What cannot be read from Open Pro, one property after the other; then the calendar. */
export function SettingsStep() {
  const suppliers = useQuery(useCalls().suppliers.list.queryOptions({}));
  return (
    <Reading query={suppliers} lines={6}>
      {(list) => <OneByOne suppliers={list.filter(({ asOf }) => asOf !== null)} />}
    </Reading>
  );
}

function OneByOne({ suppliers }: { suppliers: readonly SupplierView[] }) {
  const t = useTranslations('start.settings');
  const calls = useCalls();
  const [index, setIndex] = useState(0);
  const supplier = suppliers[index];
  const settings = useQuery(
    calls.settings.get.queryOptions(
      { supplierId: supplier?.id ?? 0 },
      { enabled: supplier !== undefined, staleTime: 0 },
    ),
  );
  const isLast = index >= suppliers.length - 1;
  const next = () => {
    if (!isLast) return setIndex(index + 1);
    window.location.assign(suppliers[0] ? `/s/${suppliers[0].id}/calendar` : '/');
  };
  return (
    <div key={supplier?.id}>
      <StepHeading title={supplier?.name ?? t('title')}>
        {suppliers.length > 1 && `${t('which', { one: index + 1, all: suppliers.length })} `}
        {t('intro')}
      </StepHeading>
      <Reading query={settings} lines={6}>
        {(view) => <SettingsForm settings={view} isLast={isLast} onDone={next} />}
      </Reading>
    </div>
  );
}
