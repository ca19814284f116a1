'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useCalendarData } from '#components/calendar/data/use-calendar.ts';
import { BatchDetail } from '#components/calendar/push/batch-detail.tsx';
import { pollDelay } from '#components/calendar/push/poll-delay.ts';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Sheet } from '#components/ui/floating/sheet.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { Skeleton } from '#components/ui/form/waiting.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { EpochDay } from '#server/kernel/calendar-date.ts';

interface Props {
  supplierId: number;
  batchId: string;
  /** A night whose calendar tells the names of accommodations and rate types. */
  today: EpochDay;
  onClose: () => void;
}

function Detail({ supplierId, batchId, today }: Omit<Props, 'onClose'>) {
  const t = useTranslations('sendings');
  const { bulkUpdates, alerts } = useCalls();
  const client = useQueryClient();
  const { model } = useCalendarData(supplierId, { from: today, nights: 1, zoom: 'week' });
  const { data: batch, error } = useQuery(
    bulkUpdates.get.queryOptions(
      { batchId },
      {
        staleTime: 0,
        refetchInterval: ({ state }) =>
          state.error ? false : pollDelay(state.data, state.dataUpdateCount),
      },
    ),
  );
  const state = batch?.state;
  const lastState = useRef(state);
  useEffect(() => {
    if (lastState.current === 'running' && state !== 'running')
      for (const filter of [bulkUpdates.list.pathFilter(), alerts.list.pathFilter()])
        client.invalidateQueries(filter).catch(() => undefined);
    lastState.current = state;
  }, [state, client, bulkUpdates, alerts]);
  const isUnknown =
    [400, 404].includes(callErrorOf(error).httpStatus ?? 0) ||
    (batch && batch.supplierId !== supplierId);
  if (isUnknown)
    return (
      <Notice tone="wrong" role="alert" className="m-4">
        {t('unknown')}
      </Notice>
    );
  if (!batch && error != null)
    return (
      <div className="p-4">
        <CallNotice error={error} />
      </div>
    );
  if (!batch || !model) return <Skeleton lines={6} className="p-4" />;
  return <BatchDetail batch={batch} names={model} />;
}

/** One sending of the list, with what became of every night. */
export function SendingSheet({ onClose, ...sending }: Props) {
  const t = useTranslations();
  return (
    <Sheet
      title={t('push.title')}
      onClose={onClose}
      aside={
        <IconButton label={t('app.close')} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      }
    >
      <Detail {...sending} />
    </Sheet>
  );
}
