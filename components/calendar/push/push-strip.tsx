'use client';
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { tagOf } from '#components/i18n/locale.ts';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Button } from '#components/ui/button.tsx';
import type { BatchView } from '#server/domain/pushes/schema.ts';
import { useDesk } from '../desk/desk.tsx';
import { ProgressBar, useBatchWords } from './batch-detail.tsx';

const NAMED = 2;

/** Which accommodations a sending touches, and how many cells. */
function useWhat() {
  const { model } = useDesk();
  const t = useTranslations('push');
  return ({ items, counts: { total: count } }: BatchView): string => {
    const ids = [...new Set(items.map(({ accommodationId }) => accommodationId))];
    const names = ids.flatMap(
      (id) => model.lines.find((line) => line.accommodation.id === id)?.accommodation.name ?? [],
    );
    if (names.length < ids.length || ids.length > NAMED)
      return t('whatMany', { accommodations: ids.length, count });
    return t('what', { names: names.join(', '), count });
  };
}

function useTime() {
  const { locale } = useFormats();
  const time = new Intl.DateTimeFormat(tagOf(locale), { timeStyle: 'short' });
  return (instant: string) => time.format(Date.parse(instant));
}

interface StripRowProps {
  batch: BatchView;
  onShow: (batchId: string) => void;
}

function StripRow({ batch, onShow }: StripRowProps) {
  const { pushes } = useDesk();
  const t = useTranslations('push');
  const { state, progress } = useBatchWords()(batch);
  const what = useWhat()(batch);
  const time = useTime()(batch.createdAt);
  const colour =
    batch.state === 'attention' ? 'text-wrong' : batch.state === 'done' ? 'text-good' : '';
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-13">
      <p role="status" className="flex min-w-0 flex-wrap gap-x-3">
        <span className={`font-semibold ${colour}`}>{state}</span>
        <span className="text-muted">{progress}</span>
      </p>
      <p className="min-w-0 truncate text-muted">
        {what} {t('at', { time })}
      </p>
      <div className="w-32 max-lg:hidden">
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
}

/** The sendings on the way, or not put away yet: the newest, and the others when asked for. */
export function PushStrip({ onShow }: { onShow: (batchId: string) => void }) {
  const { pushes } = useDesk();
  const t = useTranslations('push');
  const [isOpen, setOpen] = useState(false);
  if (pushes.batchIds.length === 0) return null;
  const [newest, ...others] = pushes.batches.toReversed();
  const over = pushes.batches.filter(({ state }) => state !== 'running');
  return (
    <section aria-label={t('title')} className="border-t border-line bg-surface">
      {pushes.isLost && <p className="px-4 py-2 text-13 text-wrong">{t('lost')}</p>}
      {newest && <StripRow key={newest.batchId} batch={newest} onShow={onShow} />}
      {others.length > 0 && (
        <div className="flex items-center gap-2 border-t border-line px-4 py-1">
          <Button tone="bare" size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t('others', { count: others.length })}
            <ChevronDown size={14} aria-hidden className={isOpen ? 'rotate-180' : ''} />
          </Button>
          {over.length > 1 && (
            <Button
              size="small"
              className="ml-auto"
              onClick={() => pushes.dismiss(...over.map(({ batchId }) => batchId))}
            >
              {t('dismissAll')}
            </Button>
          )}
        </div>
      )}
      {isOpen && others.length > 0 && (
        <div className="max-h-[30dvh] divide-y divide-line overflow-y-auto border-t border-line">
          {others.map((batch) => (
            <StripRow key={batch.batchId} batch={batch} onShow={onShow} />
          ))}
        </div>
      )}
    </section>
  );
}
