'use client';
import { useTranslations } from 'next-intl';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import type { CalendarData } from '../data/use-calendar.ts';
import { useOnline } from './use-online.ts';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

/** The calendar before it is there: the same lines at the same places. */
function Skeleton() {
  const t = useTranslations('app');
  return (
    <div
      role="status"
      aria-label={t('loading')}
      className="flex min-h-0 flex-1 flex-col overflow-hidden"
    >
      <div className="h-12 shrink-0 border-b border-line" />
      <div className="h-14 shrink-0 border-b border-line-strong" />
      {ROWS.map((row, i) => (
        <div
          key={row}
          className={`flex shrink-0 items-center border-b border-line ${i % 3 === 0 ? 'h-12' : 'h-10'}`}
        >
          <div className="flex h-full w-36 items-center border-r border-line-strong px-3 lg:w-50">
            <div
              className={`skeleton h-3 rounded bg-closed ${i % 3 === 0 ? 'w-28' : 'ml-2 w-20'}`}
            />
          </div>
          <div className="h-full flex-1 bg-[repeating-linear-gradient(to_right,transparent_0_55px,var(--line)_55px_56px)]" />
        </div>
      ))}
    </div>
  );
}

/** The page while there is no calendar to show: on its way, failed, or not for this person. */
export function NoCalendar({ data }: { data: CalendarData }) {
  const t = useTranslations();
  const isOnline = useOnline();
  const { httpStatus, message } = callErrorOf(data.error);
  if (data.error == null || httpStatus === 401) return <Skeleton />;
  if (httpStatus === 404 || httpStatus === 403)
    return (
      <EmptyState
        title={t(data.hasEnded ? 'frame.endedTitle' : 'frame.forbiddenTitle')}
        action={
          <PageLink href="/" className="tap font-medium text-accent underline">
            {t('frame.toFirst')}
          </PageLink>
        }
      >
        {/* Nobody asked for it here: it is read out when it takes the calendar's place. */}
        <span role={data.hasEnded ? 'alert' : undefined}>
          {t(data.hasEnded ? 'frame.ended' : 'frame.forbidden')}
        </span>
      </EmptyState>
    );
  return (
    <EmptyState
      title={t('state.errorTitle')}
      action={
        <Button tone="primary" disabled={data.isReading} onClick={() => data.readAgain()}>
          {t('app.retry')}
        </Button>
      }
    >
      {isOnline ? message || t('auth.unreachable') : t('state.offline')} {t('state.errorKept')}
    </EmptyState>
  );
}
