'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { trpc } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { signOut } from './use-session.ts';

/** Leads to the first property, or says that there is none. */
export function Start() {
  const t = useTranslations();
  const router = useRouter();
  const { data, error, refetch } = trpc.suppliers.list.useQuery({});
  const first = data?.[0]?.id;
  useEffect(() => {
    if (first !== undefined) router.replace(`/s/${first}/calendar`);
  }, [first, router]);
  if (error && callErrorOf(error).httpStatus !== 401)
    return (
      <EmptyState
        title={t('state.errorTitle')}
        action={<Button onClick={() => refetch()}>{t('app.retry')}</Button>}
      >
        {callErrorOf(error).message || t('auth.unreachable')}
      </EmptyState>
    );
  if (data?.length === 0)
    return (
      <EmptyState
        title={t('frame.noSupplierTitle')}
        action={<Button onClick={signOut}>{t('frame.signOut')}</Button>}
      >
        {t('frame.noSupplier')}
      </EmptyState>
    );
  return (
    <p className="p-8 text-center text-muted" role="status">
      {t('app.loading')}
    </p>
  );
}
