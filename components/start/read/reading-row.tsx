'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import type { SupplierView } from '#server/domain/suppliers/schema.ts';

/** One property while it is read for the first time, and after. */
export function ReadingRow({ supplier }: { supplier: SupplierView }) {
  const t = useTranslations('start.read');
  const calls = useCalls();
  const queries = useQueryClient();
  const { id, name, reading, asOf, failure } = supplier;
  const refresh = useMutation(
    calls.suppliers.refresh.mutationOptions({
      onSettled: () => queries.invalidateQueries(calls.suppliers.list.pathFilter()),
    }),
  );
  const isReading = reading !== null || refresh.isPending;
  const isFailed = !isReading && failure !== null;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 p-4">
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-14 font-semibold">{name}</h2>
        <p className="figures text-13 text-muted">
          {isReading && (reading?.done ? t('parts', { ...reading }) : t('reading'))}
          {isFailed && t(asOf === null ? 'failed' : 'partly', { why: t(`why.${failure}`) })}
          {!isReading && !isFailed && (asOf === null ? t('waiting') : t('done'))}
        </p>
      </div>
      {isReading && <Bar name={name} done={reading?.done ?? 0} parts={reading?.parts ?? 0} />}
      {isFailed && (
        <>
          <CircleX size={18} aria-hidden className="text-wrong" />
          <Button onClick={() => refresh.mutate({ supplierId: id })}>
            {t('again')}
            <span className="sr-only">{name}</span>
          </Button>
        </>
      )}
      {!isReading && !isFailed && asOf !== null && (
        <CircleCheck size={18} aria-hidden className="text-good" />
      )}
    </li>
  );
}

/** How much is read; of an unknown whole, that something is going on. */
function Bar({ name, done, parts }: { name: string; done: number; parts: number }) {
  return (
    <progress
      aria-label={name}
      {...(parts > 0 ? { value: done, max: parts } : {})}
      className="h-1.5 w-full overflow-hidden rounded-full bg-closed accent-accent sm:w-40 [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-closed [&::-webkit-progress-value]:bg-accent"
    />
  );
}
