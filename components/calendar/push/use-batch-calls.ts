'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useSessionUser } from '#components/frame/use-session.ts';
import { useCalls } from '#components/trpc/client.ts';
import type { BatchSummary } from '#server/domain/pushes/schema.ts';
import { useOnline } from '../states/use-online.ts';

/** Stopping a sending and trying again, by somebody who may. */
export interface BatchCalls {
  readonly mayWrite: boolean;
  /** Nothing can be asked for now: no network, or the last wish is on its way. */
  readonly isHeld: boolean;
  readonly cancel: () => void;
  /** Without items: everything of the sending. */
  readonly retry: (itemIds?: readonly string[]) => void;
  /** What came of the last wish. */
  readonly said: string | null;
  readonly error: unknown;
}

/** What may be done about one sending. */
export function useBatchCalls(batchId: string): BatchCalls {
  const t = useTranslations('push');
  const calls = useCalls().bulkUpdates;
  const client = useQueryClient();
  const isOnline = useOnline();
  const user = useSessionUser();
  const [said, setSaid] = useState<string | null>(null);
  const readAgain = () =>
    Promise.all([
      client.invalidateQueries(calls.get.queryFilter({ batchId })),
      client.invalidateQueries(calls.list.pathFilter()),
    ]);
  const onMutate = () => setSaid(null);
  const cancelling = useMutation(
    calls.cancel.mutationOptions({
      onMutate,
      onSuccess: async ({ counts }: BatchSummary) => {
        await readAgain();
        const isMoving = counts.queued + counts.sending + counts.verifying > 0;
        setSaid(t(isMoving ? 'stopping' : 'stopped', { count: counts.cancelled }));
      },
    }),
  );
  const retrying = useMutation(
    calls.retry.mutationOptions({
      onMutate,
      onSuccess: async ({ counts }: BatchSummary) => {
        await readAgain();
        setSaid(t('retried', { count: counts.queued + counts.sending + counts.verifying }));
      },
    }),
  );
  return {
    mayWrite: user?.capabilities.includes('rates:write') ?? false,
    isHeld: !isOnline || cancelling.isPending || retrying.isPending,
    cancel: () => {
      retrying.reset();
      cancelling.mutate({ batchId });
    },
    retry: (itemIds) => {
      cancelling.reset();
      retrying.mutate({ batchId, ...(itemIds && { itemIds: [...itemIds] }) });
    },
    said,
    error: cancelling.error ?? retrying.error,
  };
}
