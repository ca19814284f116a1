'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { useDesk } from '../desk/desk.tsx';
import { BatchDetail } from './batch-detail.tsx';
import { retakeOf } from './batch-rows.ts';
import { RolledBack, useRollingBack } from './roll-back.tsx';

const SAID_AFTER_MS = 150;

/** Everything about one sending of the calendar's; it stays until it is put away. */
export function BatchView({ batchId, onDismissed }: { batchId: string; onDismissed: () => void }) {
  const { pushes, model, store, say } = useDesk();
  const t = useTranslations('push');
  const tHistory = useTranslations('history');
  const back = useRollingBack();
  const batch = pushes.batches.find((one) => one.batchId === batchId);
  if (!batch)
    return (
      <p role="status" className="p-4 text-14 text-muted">
        {pushes.isLost ? t('lost') : t('running')}
      </p>
    );
  const again = retakeOf(model, batch);
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
  const hasChanged = batch.counts.applied + batch.counts.mismatch > 0;
  return (
    <>
      <RolledBack {...back} />
      <BatchDetail batch={batch} names={model}>
        {again.length > 0 && <Button onClick={retake}>{t('retake')}</Button>}
        {hasChanged && back.isAllowed && !back.result && (
          <Button disabled={back.isAsking || !store} onClick={() => back.ask(batch)}>
            {tHistory('rollBack')}
          </Button>
        )}
        <Button onClick={dismiss}>{t('dismiss')}</Button>
      </BatchDetail>
    </>
  );
}
