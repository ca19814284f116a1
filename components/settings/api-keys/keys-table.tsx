'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { type Column, DataTable } from '#components/ui/form/data-table.tsx';
import type { ApiKeyView } from '#server/domain/auth/schema.ts';
import { useInstants } from '../parts/use-instants.ts';

interface Props {
  keys: readonly ApiKeyView[];
  /** Absent for keys that have ended. */
  onRevoke?: (key: ApiKeyView) => void;
}

/** API keys: what each may, where, when it was used last and when it ends. */
export function KeysTable({ keys, onRevoke }: Props) {
  const t = useTranslations('apiKeys');
  const instants = useInstants();
  const suppliers = useQuery(useCalls().suppliers.list.queryOptions({})).data ?? [];
  const nameOf = (id: number) => suppliers.find((one) => one.id === id)?.name ?? String(id);
  const endOf = ({ expiresAt, revokedAt }: ApiKeyView) => {
    if (revokedAt) return t('revoked', { date: instants.date(revokedAt) });
    if (!expiresAt) return t('noExpiry');
    const date = instants.date(expiresAt);
    return onRevoke ? date : t('expired', { date });
  };
  const columns: Column<ApiKeyView>[] = [
    {
      key: 'name',
      header: t('name'),
      cell: ({ name, lastFour }) => (
        <>
          <span className="block wrap-anywhere">{name}</span>
          <span className="block text-12 font-normal whitespace-nowrap text-muted">
            {t('ending', { lastFour })}
          </span>
        </>
      ),
    },
    {
      key: 'may',
      header: t('may'),
      cell: ({ scopes }) => scopes.map((scope) => t(`scopeShort.${scope}`)).join(', '),
    },
    {
      key: 'reach',
      header: t('reach'),
      cell: ({ supplierIds }) => supplierIds?.map(nameOf).join(', ') ?? t('all'),
    },
    {
      key: 'lastUsed',
      header: t('lastUsed'),
      isUnbroken: true,
      cell: ({ lastUsedAt }) => (lastUsedAt ? instants.moment(lastUsedAt) : t('never')),
    },
    { key: 'expires', header: t('expires'), isUnbroken: onRevoke !== undefined, cell: endOf },
  ];
  if (onRevoke)
    columns.push({
      key: 'actions',
      header: t('actions'),
      isHeaderHidden: true,
      cell: (key) => (
        <span className="flex justify-end">
          <Button
            size="small"
            tone="danger"
            aria-label={t('revokeOf', { name: key.name })}
            onClick={() => onRevoke(key)}
          >
            {t('revoke')}
          </Button>
        </span>
      ),
    });
  return (
    <DataTable
      from="lg"
      caption={t('caption')}
      columns={columns}
      rows={keys}
      rowKey={({ id }) => id}
    />
  );
}
