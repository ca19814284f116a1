'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { BatchView, BatchSummary as Summary } from '#server/domain/pushes/schema.ts';
import { canRetry, isWrong, statesIn } from '../model/outcomes.ts';
import { BatchItem, type BatchNames } from './batch-item.tsx';
import { StateChip } from './state-chip.tsx';
import { useBatchCalls } from './use-batch-calls.ts';

/** How much of a sending is confirmed, and how much went wrong, as a bar. */
export function ProgressBar({ batch: { counts } }: { batch: Pick<Summary, 'counts'> }) {
  const wrong = statesIn(counts)
    .filter(([state]) => isWrong(state))
    .reduce((sum, [, many]) => sum + many, 0);
  const share = (many: number) => `${counts.total === 0 ? 0 : (many / counts.total) * 100}%`;
  const part = 'h-full transition-[width] duration-180 ease-out';
  return (
    <div className="flex h-1.5 overflow-hidden rounded-full bg-closed" aria-hidden>
      <div className={`${part} bg-good`} style={{ width: share(counts.applied) }} />
      <div className={`${part} bg-wrong`} style={{ width: share(wrong) }} />
    </div>
  );
}

/** A sending in one sentence. */
export function useBatchWords() {
  const t = useTranslations('push');
  return ({ state, counts }: Pick<Summary, 'state' | 'counts'>) => ({
    state: t(state),
    progress: t('progress', { done: counts.applied, total: counts.total }),
  });
}

interface Props {
  batch: BatchView;
  names: BatchNames;
  /** What else may be done about a sending that has ended. */
  children?: ReactNode;
}

/** Everything about one sending: how far it is, every accommodation of it, and what may be done. */
export function BatchDetail({ batch, names, children }: Props) {
  const t = useTranslations('push');
  const { state, progress } = useBatchWords()(batch);
  const calls = useBatchCalls(batch.batchId);
  const { counts } = batch;
  const tone = batch.state === 'attention' ? 'wrong' : batch.state === 'done' ? 'good' : 'plain';
  const mayCancel = calls.mayWrite && counts.queued > 0;
  const mayRetry = calls.mayWrite && batch.items.some(canRetry);
  const isOver = batch.state !== 'running';
  return (
    <>
      <div className="sticky top-0 z-10 flex flex-col gap-2 border-b border-line bg-surface p-4">
        <Notice tone={tone} role="status">
          <p className="font-semibold">{state}</p>
          <p>{progress}</p>
        </Notice>
        <ProgressBar batch={batch} />
        <div className="flex flex-wrap items-center gap-1.5">
          {statesIn(counts).map(([one, many]) => (
            <StateChip key={one} state={one} count={many} />
          ))}
        </div>
        <p role="status" className="text-13 text-muted empty:hidden">
          {calls.said}
        </p>
        <CallNotice error={calls.error} />
        {(mayCancel || mayRetry || isOver) && (
          <div className="flex flex-wrap justify-end gap-2 empty:hidden">
            {mayCancel && (
              <Button disabled={calls.isHeld} onClick={calls.cancel}>
                {t('cancel')}
              </Button>
            )}
            {mayRetry && (
              <Button tone="primary" disabled={calls.isHeld} onClick={() => calls.retry()}>
                {t('retryAll')}
              </Button>
            )}
            {isOver && children}
          </div>
        )}
      </div>
      {batch.items.map((item) => (
        <BatchItem key={item.itemId} item={item} names={names} calls={calls} />
      ))}
    </>
  );
}
