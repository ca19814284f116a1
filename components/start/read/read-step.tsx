'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import type { SupplierView } from '#server/domain/suppliers/schema.ts';
import { StepHeading } from '../step-heading.tsx';
import { ReadingRow } from './reading-row.tsx';

const POLL_MS = 1_000;

/** Nothing more is to be waited for: read, or failed. */
const isSettled = ({ reading, asOf, failure }: SupplierView): boolean =>
  reading === null && (asOf !== null || failure !== null);

/** The first reading of the properties, as it goes on. */
export function ReadStep({ onDone }: { onDone: () => void }) {
  const t = useTranslations('start.read');
  const suppliers = useQuery(
    useCalls().suppliers.list.queryOptions(
      {},
      {
        refetchInterval: ({ state }) => (state.data?.every(isSettled) ? false : POLL_MS),
        staleTime: 0,
      },
    ),
  );
  const list = suppliers.data ?? [];
  const read = list.filter(({ asOf }) => asOf !== null).length;
  const isDone = list.length > 0 && list.every(isSettled);
  return (
    <>
      <StepHeading title={t('title')}>{t('intro')}</StepHeading>
      <Reading query={suppliers}>
        {(all) => (
          <ul className="divide-y divide-line rounded-[10px] border border-line bg-surface">
            {all.map((supplier) => (
              <ReadingRow key={supplier.id} supplier={supplier} />
            ))}
          </ul>
        )}
      </Reading>
      <p role="status" className="mt-4 text-13 text-muted">
        {isDone && (read === list.length ? t('allRead') : t('someFailed'))}
      </p>
      <div className="mt-4 flex items-center justify-end gap-4">
        {isDone && read === 0 && (
          <Link href="/" className="tap text-13 font-medium text-accent hover:underline">
            {t('later')}
          </Link>
        )}
        <Button tone="primary" size="large" disabled={!isDone || read === 0} onClick={onDone}>
          {t('next')}
        </Button>
      </div>
    </>
  );
}
