'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { BatchView as Batch, ItemState } from '#server/domain/pushes/schema.ts';
import { useDesk } from '../desk/desk.tsx';
import { isWrong } from '../model/outcomes.ts';
import { BatchItem } from './batch-item.tsx';
import { retakeOf } from './batch-rows.ts';
import { StateChip } from './state-chip.tsx';

const SAID_AFTER_MS = 150;

/** How much of a sending is confirmed, and how much went wrong, as a bar. */
export function ProgressBar({ batch }: { batch: Batch }) {
  const { counts } = batch;
  const wrong = (Object.keys(counts) as (keyof typeof counts)[])
    .filter((state) => state !== 'total' && isWrong(state))
    .reduce((sum, state) => sum + counts[state], 0);
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
  return (batch: Batch) => ({
    state: t(batch.state),
    progress: t('progress', { done: batch.counts.applied, total: batch.counts.total }),
  });
}

/** Everything about one sending; it stays until it is put away. */
export function BatchView({ batchId, onDismissed }: { batchId: string; onDismissed: () => void }) {
  const { pushes, model, store, say } = useDesk();
  const t = useTranslations('push');
  const words = useBatchWords();
  const batch = pushes.batches.find((one) => one.batchId === batchId);
  if (!batch)
    return (
      <p role="status" className="p-4 text-14 text-muted">
        {pushes.isLost ? t('lost') : t('running')}
      </p>
    );
  const again = retakeOf(model, batch);
  const { state, progress } = words(batch);
  const { total: _, ...counts } = batch.counts;
  const states = (Object.entries(counts) as [ItemState, number][]).filter(([, many]) => many > 0);
  const tone = batch.state === 'attention' ? 'wrong' : batch.state === 'done' ? 'good' : 'plain';
  const dismiss = () => {
    pushes.dismiss(batchId);
    onDismissed();
  };
  // Said once the sheet is gone: nothing outside of an open dialog is read aloud.
  const retake = () => {
    const count = store?.stage(again) ?? 0;
    dismiss();
    window.setTimeout(() => say(t('retaken', { count })), SAID_AFTER_MS);
  };
  return (
    <>
      <div className="sticky top-0 z-10 flex flex-col gap-2 border-b border-line bg-surface p-4">
        <Notice tone={tone} role="status">
          <p className="font-semibold">{state}</p>
          <p>{progress}</p>
        </Notice>
        <ProgressBar batch={batch} />
        <div className="flex flex-wrap items-center gap-1.5">
          {states.map(([one, many]) => (
            <StateChip key={one} state={one} count={many} />
          ))}
          {batch.state !== 'running' && (
            <span className="ml-auto flex gap-2">
              {again.length > 0 && <Button onClick={retake}>{t('retake')}</Button>}
              <Button onClick={dismiss}>{t('dismiss')}</Button>
            </span>
          )}
        </div>
      </div>
      {batch.items.map((item) => (
        <BatchItem key={item.itemId} item={item} />
      ))}
    </>
  );
}
