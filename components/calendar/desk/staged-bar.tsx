'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/floating/sheet.tsx';
import { summaryOf } from '../staged/edits.ts';
import { UndoButtons } from '../toolbar/toolbar.tsx';
import { useDesk } from './desk.tsx';

function DiscardQuestion({ count, onClose }: { count: number; onClose: () => void }) {
  const { store } = useDesk();
  const t = useTranslations('staged');
  return (
    <Sheet
      side="middle"
      title={t('discardTitle')}
      onClose={onClose}
      footer={
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button
            tone="danger"
            onClick={() => {
              store?.discard();
              onClose();
            }}
          >
            {t('discard')}
          </Button>
        </div>
      }
    >
      <p className="p-4 text-14">{t('discardText', { count })}</p>
    </Sheet>
  );
}

/** What waits to be sent; there only when something does. */
export function StagedBar({ onReview }: { onReview: () => void }) {
  const { staged } = useDesk();
  const t = useTranslations();
  const formats = useFormats();
  const [isAsking, setAsking] = useState(false);
  if (staged.edits.size === 0) return null;
  const { changes, nights, differenceCents } = summaryOf(staged.edits);
  return (
    <section
      aria-label={t('staged.bar')}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t-2 border-staged-line bg-staged px-4 py-2 text-13 text-staged-ink"
    >
      <span className="font-semibold">{t('staged.changes', { count: changes })}</span>
      <span>{t('calendar.nights', { count: nights })}</span>
      {differenceCents !== 0 && (
        <span>{t('staged.difference', { amount: formats.signedMoney(differenceCents) })}</span>
      )}
      {staged.isUnstored && <span className="font-medium">{t('state.unstored')}</span>}
      <div className="ml-auto flex items-center gap-2">
        <UndoButtons />
        <Button tone="quiet" onClick={() => setAsking(true)}>
          {t('staged.discard')}
        </Button>
        <Button tone="primary" onClick={onReview}>
          {t('staged.review')}
        </Button>
      </div>
      {isAsking && <DiscardQuestion count={changes} onClose={() => setAsking(false)} />}
    </section>
  );
}
