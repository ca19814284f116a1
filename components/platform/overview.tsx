'use client';
import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { type Column, DataTable } from '#components/ui/form/data-table.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import type { PlatformOverview } from '#server/domain/tenancy/schema.ts';
import { Health } from './health.tsx';
import { worstFirst, worthALook } from './health-rules.ts';

type Row = PlatformOverview[number];

const COUNTS = ['members', 'suppliers', 'accommodations', 'bookings', 'apiKeys'] as const;

/** Every organisation, those that need a look first. */
export function Overview() {
  const t = useTranslations('platform');
  const overview = useQuery(useCalls().platform.overview.queryOptions({}));
  return (
    <>
      <header className="mb-5 flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <h1 className="text-20 font-semibold">{t('title')}</h1>
          <p className="mt-1 max-w-[64ch] text-14 text-muted">{t('intro')}</p>
        </div>
        <Button disabled={overview.isFetching} onClick={() => void overview.refetch()}>
          <RefreshCw size={15} aria-hidden />
          {t('refresh')}
        </Button>
      </header>
      <Reading query={overview} lines={8}>
        {(rows) => <Organisations rows={rows} />}
      </Reading>
    </>
  );
}

function Organisations({ rows }: { rows: PlatformOverview }) {
  const t = useTranslations('platform');
  const formats = useFormats();
  const columns: Column<Row>[] = [
    {
      key: 'name',
      header: t('organisation'),
      cell: ({ name }) => <span className="break-words">{name}</span>,
    },
    ...COUNTS.map((key) => ({
      key,
      header: t(key),
      isNumber: true,
      cell: (row: Row) => formats.count(row[key]),
    })),
    {
      key: 'lastReadAt',
      header: t('lastRead'),
      isNumber: true,
      cell: ({ lastReadAt, suppliers }) =>
        lastReadAt
          ? formats.ago(Date.now() - Date.parse(lastReadAt))
          : suppliers > 0
            ? t('neverRead')
            : '–',
    },
    { key: 'health', header: t('health'), cell: (row) => <Health row={row} /> },
  ];
  if (rows.length === 0) return <p className="text-14 text-muted">{t('none')}</p>;
  return (
    <>
      <p className="mb-3 text-13 text-muted">
        {t('summary', { count: rows.length })} ·{' '}
        {t('toLookAt', { count: rows.filter(worthALook).length })}
      </p>
      <div className="rounded-[10px] border border-line bg-surface px-4 py-1">
        <DataTable
          caption={t('title')}
          columns={columns}
          rows={worstFirst(rows)}
          rowKey={({ id }) => id}
          from="lg"
        />
      </div>
    </>
  );
}
