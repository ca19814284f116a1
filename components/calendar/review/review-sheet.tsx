'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useSessionUser } from '#components/frame/use-session.ts';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/floating/sheet.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Tick } from '#components/ui/tick.tsx';
import type { Change } from '#server/domain/bulk-updates/schema.ts';
import { useDesk } from '../desk/desk.tsx';
import { BatchView } from '../push/batch-view.tsx';
import { compileChanges } from '../staged/compile.ts';
import { LIMITS } from '../staged/limits.ts';
import { useOnline } from '../states/use-online.ts';
import { obstaclesOf } from './obstacles.ts';
import { ReviewEffects } from './review-effects.tsx';
import { ReviewGroups } from './review-groups.tsx';
import { editsOfLines, type ReviewLine, reviewLinesOf } from './review-lines.ts';
import { ReviewDrift, ReviewWarnings } from './review-warnings.tsx';
import { usePreview } from './use-preview.ts';

interface Props {
  /** The sending to show; null = what waits. */
  batchId: string | null;
  onBatch: (batchId: string) => void;
  onClose: () => void;
}

/** What waits, compared with upstream; then, in the same place, what becomes of it. */
export function ReviewSheet({ batchId, onBatch, onClose }: Props) {
  const t = useTranslations();
  const close = (
    <IconButton label={t('app.close')} onClick={onClose}>
      <X size={18} aria-hidden />
    </IconButton>
  );
  if (batchId !== null)
    return (
      <Sheet title={t('push.title')} onClose={onClose} aside={close}>
        <BatchView batchId={batchId} onDismissed={onClose} />
      </Sheet>
    );
  return <Waiting onBatch={onBatch} onClose={onClose} close={close} />;
}

function useSending(onBatch: (batchId: string) => void) {
  const { pushes, staged, store, model } = useDesk();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const send = async (lines: readonly ReviewLine[], allowOutOfBounds: boolean) => {
    const sent = editsOfLines(staged.edits, lines);
    setSending(true);
    setError(null);
    try {
      const batchId = await pushes.send(
        lines.map(({ change }) => change),
        model.asOf,
        allowOutOfBounds,
      );
      store?.release(sent);
      onBatch(batchId);
    } catch (problem) {
      setError(problem);
      setSending(false);
    }
  };
  return { send, isSending, error };
}

const NONE: readonly Change[] = [];

interface WaitingProps {
  onBatch: (batchId: string) => void;
  onClose: () => void;
  close: React.ReactNode;
}

function Waiting({ onBatch, onClose, close }: WaitingProps) {
  const { supplierId, staged, model } = useDesk();
  const t = useTranslations('review');
  const isOnline = useOnline();
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const [isMeant, setMeant] = useState(false);
  const mayOverride = useSessionUser()?.capabilities.includes('bounds:override') ?? false;
  const changes = useMemo(() => compileChanges(staged.edits), [staged.edits]);
  const all = changes.length > LIMITS.maxEntries ? NONE : changes;
  const preview = usePreview(supplierId, all, model.asOf);
  const sending = useSending(onBatch);
  const lines = useMemo(
    () =>
      reviewLinesOf(
        staged.edits,
        changes,
        preview.isPlaceholderData ? null : (preview.data?.cells ?? null),
      ),
    [staged.edits, changes, preview.data, preview.isPlaceholderData],
  );
  const ticked = useMemo(() => lines.filter(({ key }) => !unticked.has(key)), [lines, unticked]);
  const sent = useMemo(
    () => (unticked.size === 0 ? all : ticked.map(({ change }) => change)),
    [unticked, all, ticked],
  );
  const outcome = usePreview(supplierId, sent, model.asOf).data;
  const count = ticked.reduce((sum, line) => sum + line.count, 0);
  const failure = callErrorOf(sending.error ?? preview.error);
  const hasFailed = (sending.error ?? preview.error) != null;
  const { problems, loose, isBlocked, isOutOfBoundsOnly } = obstaclesOf(
    lines,
    ticked,
    preview.data?.violations ?? [],
    { fields: failure.fields, entries: sending.error ? ticked : lines },
  );
  const canOverride = isOutOfBoundsOnly && mayOverride;
  const isOverriding = canOverride && isMeant;
  const isTooMuch = ticked.length > LIMITS.maxEntries;
  const onTick = (some: readonly ReviewLine[], isTicked: boolean) => {
    const next = new Set(unticked);
    for (const { key } of some) {
      if (isTicked) next.delete(key);
      else next.add(key);
    }
    setUnticked(next);
  };
  return (
    <Sheet
      title={t('title')}
      onClose={onClose}
      aside={close}
      footer={
        <div className="flex flex-col gap-2">
          {isTooMuch && <Notice tone="wrong">{t('tooMany')}</Notice>}
          {!isOnline && (
            <Notice tone="staged" role="status">
              {t('offline')}
            </Notice>
          )}
          {canOverride && (
            <Tick checked={isMeant} onChange={setMeant} className="text-14">
              {t('override')}
            </Tick>
          )}
          <Button
            tone="primary"
            size="large"
            className="w-full"
            disabled={
              !isOnline ||
              count === 0 ||
              (isBlocked && !isOverriding) ||
              isTooMuch ||
              sending.isSending ||
              preview.isPending
            }
            onClick={() => sending.send(ticked, isOverriding)}
          >
            {sending.isSending
              ? t('sending')
              : count === 0
                ? t('nothingTicked')
                : t('send', { count })}
          </Button>
        </div>
      }
    >
      {isOnline && preview.isPending && changes.length > 0 && !isTooMuch && (
        <p role="status" className="px-4 pt-3 text-13 text-muted">
          {t('reading')}
        </p>
      )}
      {(hasFailed || (problems.length > 0 && !isOverriding)) && (
        <Notice tone="wrong" role="alert" className="m-4">
          <p className="font-semibold">{sending.error ? t('failed') : t('violationsTitle')}</p>
          {failure.message && <p>{failure.message}</p>}
          {loose.map(({ path, message }) => (
            <p key={path + message}>{message}</p>
          ))}
        </Notice>
      )}
      <ReviewWarnings warnings={preview.data?.warnings ?? []} />
      <ReviewDrift drift={preview.data?.drift ?? []} />
      {changes.length === 0 && <p className="p-4 text-14 text-muted">{t('empty')}</p>}
      <ReviewGroups lines={lines} unticked={unticked} onTick={onTick} problems={problems} />
      {outcome && sent.length > 0 && <ReviewEffects effects={outcome.effects} />}
    </Sheet>
  );
}
