'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { useDesk } from '../desk/desk.tsx';
import { ProgressBar, useBatchWords } from './batch-view.tsx';

/** The sendings on the way, or not put away yet, in one line each. */
export function PushStrip({ onShow }: { onShow: (batchId: string) => void }) {
  const { pushes } = useDesk();
  const t = useTranslations('push');
  const words = useBatchWords();
  if (pushes.batchIds.length === 0) return null;
  return (
    <section aria-label={t('title')} className="border-t border-line bg-surface">
      {pushes.isLost && <p className="px-4 py-2 text-13 text-wrong">{t('lost')}</p>}
      {pushes.batches.map((batch) => {
        const { state, progress } = words(batch);
        const colour =
          batch.state === 'attention' ? 'text-wrong' : batch.state === 'done' ? 'text-good' : '';
        return (
          <div
            key={batch.batchId}
            className="figures flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-13"
          >
            <p role="status" className="flex gap-3">
              <span className={`font-semibold ${colour}`}>{state}</span>
              <span className="text-muted">{progress}</span>
            </p>
            <div className="w-40 max-sm:hidden">
              <ProgressBar batch={batch} />
            </div>
            <div className="ml-auto flex gap-2">
              <Button size="small" onClick={() => onShow(batch.batchId)}>
                {t('show')}
              </Button>
              {batch.state !== 'running' && (
                <Button size="small" onClick={() => pushes.dismiss(batch.batchId)}>
                  {t('dismiss')}
                </Button>
              )}
            </div>
          </div>
        );
      })}
    </section>
  );
}
