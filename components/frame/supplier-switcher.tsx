'use client';
import { useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCalls } from '#components/trpc/client.ts';
import { leave } from './leave-guard.ts';

/** The property that is shown; a choice only where there are several, which stays on the page. */
export function SupplierSwitcher({ supplierId }: { supplierId: number }) {
  const t = useTranslations('frame');
  const router = useRouter();
  const path = usePathname();
  const show = (id: string) => router.push(path.replace(/^\/s\/\d+/, `/s/${id}`) as Route);
  const suppliers = useQuery(useCalls().suppliers.list.queryOptions({})).data;
  const current = suppliers?.find(({ id }) => id === supplierId);
  if (!suppliers) return <div className="h-8 w-full min-w-40 touch:h-11 rounded-md bg-closed/50" />;
  if (suppliers.length < 2)
    return <p className="truncate px-1 text-14 leading-6 font-semibold">{current?.name}</p>;
  return (
    <select
      aria-label={t('supplier')}
      value={current ? supplierId : ''}
      onChange={({ target: { value } }) => leave(() => show(value))}
      className="h-8 w-full touch:h-11 rounded-md border border-line-strong bg-surface px-2 text-13 font-semibold"
    >
      {!current && <option value="" />}
      {suppliers.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
