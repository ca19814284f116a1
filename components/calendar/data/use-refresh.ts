'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { useCalls } from '#components/trpc/client.ts';
import { useDesk } from '../desk/desk.tsx';

/** The button that reads everything at Open Pro again; `onRefreshed` follows success and failure. */
export function useRefresh(onRefreshed: () => Promise<unknown>) {
  const { supplierId, say } = useDesk();
  const t = useTranslations('auth');
  const { isPending, mutate } = useMutation(
    useCalls().suppliers.refresh.mutationOptions({
      onSettled: () => onRefreshed(),
      onError: (error) => say(callErrorOf(error).message || t('unreachable')),
    }),
  );
  return { isPending, refresh: () => mutate({ supplierId }) };
}
