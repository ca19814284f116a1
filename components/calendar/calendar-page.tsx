'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { DeskProvider } from './desk/desk.tsx';
import { useDeskState } from './desk/use-desk-state.ts';
import { useUndoKeys } from './desk/use-undo-keys.ts';
import { Announcement } from './states/announcement.tsx';
import { CalendarNotices } from './states/calendar-notices.tsx';
import { NoCalendar } from './states/no-calendar.tsx';
import { useMedia } from './states/use-online.ts';

// Which of the two a device needs is known at once; what opens on demand is fetched on demand.
const GridDesk = onDemand(() => import('./desk/grid-desk.tsx').then((file) => file.GridDesk));
const PhoneDesk = onDemand(() => import('./phone/phone-desk.tsx').then((file) => file.PhoneDesk));
const StagedBar = onDemand(() => import('./desk/staged-bar.tsx').then((file) => file.StagedBar));
const PushStrip = onDemand(() => import('./push/push-strip.tsx').then((file) => file.PushStrip));
const ReviewSheet = onDemand(() =>
  import('./review/review-sheet.tsx').then((file) => file.ReviewSheet),
);

const REST_AFTER_MS = 3_000;

/** What will be needed soon, before the network may be gone. */
function fetchTheRest(): void {
  for (const part of [
    import('./desk/staged-bar.tsx'),
    import('./panel/edit-panel.tsx'),
    import('./push/push-strip.tsx'),
    import('./review/review-sheet.tsx'),
    import('./toolbar/legend.tsx'),
  ])
    part.catch(() => undefined);
}

/** The calendar of one property: read, edit, review, push. */
export function CalendarPage({ supplierId }: { supplierId: number }) {
  const t = useTranslations('state');
  const state = useDeskState(supplierId);
  const { desk, data } = state;
  const isPhone = useMedia('(max-width: 767px)');
  const [wasPhone, setWasPhone] = useState(false);
  if (isPhone && !wasPhone) setWasPhone(true);
  const [sheet, setSheet] = useState<{ batchId: string | null } | null>(null);
  useUndoKeys(desk?.store ?? null);
  const isReady = desk !== null;
  useEffect(() => {
    if (!isReady) return;
    const timer = window.setTimeout(fetchTheRest, REST_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [isReady]);
  if (!desk) return <NoCalendar data={data} />;
  const isEmpty = desk.model.lines.length === 0;
  return (
    <DeskProvider value={desk}>
      <CalendarNotices data={data} />
      {isEmpty && <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>}
      {!isEmpty &&
        (isPhone ? (
          <PhoneDesk readAgain={data.readAgain} />
        ) : (
          <GridDesk state={state} isFromPhone={wasPhone} />
        ))}
      {desk.pushes.batchIds.length > 0 && <PushStrip onShow={(batchId) => setSheet({ batchId })} />}
      {desk.staged.edits.size > 0 && <StagedBar onReview={() => setSheet({ batchId: null })} />}
      {sheet && (
        <ReviewSheet
          batchId={sheet.batchId}
          onBatch={(batchId) => setSheet({ batchId })}
          onClose={() => setSheet(null)}
        />
      )}
      <Announcement said={state.said} />
    </DeskProvider>
  );
}
