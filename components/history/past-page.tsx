'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { calendarModelOf } from '#components/calendar/model/calendar-model.ts';
import { useReviewWords } from '#components/calendar/review/review-entry.tsx';
import { PageBody } from '#components/settings/page/page-body.tsx';
import { useInstants } from '#components/settings/parts/use-instants.ts';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { useCalls } from '#components/trpc/client.ts';
import { fieldProblem } from '#components/ui/form/call-notice.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { PastCalendar } from '#server/domain/history/schema.ts';
import {
  dateInZone,
  type EpochDay,
  fromEpochDay,
  toEpochDay,
} from '#server/kernel/calendar-date.ts';
import { PastTable } from './past-table.tsx';

const DAY_MS = 86_400_000;

/** Nights that are shown at once. */
const SHOWN = 28;

const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+Z/;

/** `2026-11-21T18:00`, as a field of moments wants it, where the reader is. */
function localText(at: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  const date = [at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join('-');
  return `${date}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** The past as a model of the calendar: without bookings, which have no history. */
function modelOf(past: PastCalendar, { from, to }: { from: EpochDay; to: EpochDay }) {
  const rest = { asOf: null, stale: false, staleAsOf: null, warnings: [], bookings: [] };
  return calendarModelOf({ ...past, ...rest, weekendNights: [] }, from, to);
}

function Past({ supplierId }: { supplierId: number }) {
  const t = useTranslations('history');
  const words = useReviewWords();
  const instants = useInstants();
  const calls = useCalls().calendar.get;
  const history = useCalls().history.asOf;
  const [typed, setTyped] = useState(() => localText(new Date(Date.now() - DAY_MS)));
  const [today] = useState(() => toEpochDay(dateInZone(Date.now(), 'Europe/Paris')));
  const [from, setFrom] = useState(today);
  const span = { from, to: from + SHOWN - 1 };
  const nights = { supplierId, from: fromEpochDay(span.from), to: fromEpochDay(span.to) };
  const at = new Date(typed);
  const isMoment = !Number.isNaN(at.getTime());
  const past = useQuery({
    ...history.queryOptions({ ...nights, at: isMoment ? at.toISOString() : '' }),
    enabled: isMoment,
    retry: false,
  });
  const now = useQuery(calls.queryOptions(nights));
  // The answer names the instant as programs read it.
  const problem = fieldProblem(past.error, 'at')?.replace(INSTANT, (iso) => instants.moment(iso));
  const isOld = callErrorOf(past.error).httpStatus === 400;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <label className="flex flex-col gap-1 text-12 text-muted">
          {t('moment')}
          <input
            type="datetime-local"
            value={typed}
            max={localText(new Date())}
            onChange={({ target }) => setTyped(target.value)}
            className="h-8 rounded-md border border-line-strong bg-surface px-2 text-14 text-ink touch:h-11"
          />
        </label>
        <div className="flex items-center gap-1">
          <IconButton label={t('earlierNights')} onClick={() => setFrom(from - SHOWN)}>
            <ChevronLeft size={18} aria-hidden />
          </IconButton>
          <p aria-live="polite" className="min-w-56 text-center text-14 font-medium">
            {words.span(span.from, span.to)}
          </p>
          <IconButton label={t('laterNights')} onClick={() => setFrom(from + SHOWN)}>
            <ChevronRight size={18} aria-hidden />
          </IconButton>
        </div>
      </div>
      {isOld ? (
        <Notice tone="staged" role="alert">
          {problem ?? t('noPast')}
        </Notice>
      ) : (
        <Reading query={past} lines={8}>
          {(data) => (
            <Reading query={now} lines={8}>
              {(current) => (
                <>
                  <Notice tone="plain" role="status">
                    <p className="font-medium">{t('readOnly', { at: instants.moment(data.at) })}</p>
                    <p className="text-muted">{t('legend')}</p>
                  </Notice>
                  <div className="overflow-hidden rounded-[10px] border border-line bg-surface">
                    <PastTable
                      then={modelOf(data, span)}
                      now={calendarModelOf(current, span.from, span.to)}
                      caption={t('pastOf', { nights: words.span(span.from, span.to) })}
                    />
                  </div>
                </>
              )}
            </Reading>
          )}
        </Reading>
      )}
    </div>
  );
}

/** The calendar as it was at a moment, read-only, with what is different now. */
export function PastPage({ supplierId }: { supplierId: number }) {
  const t = useTranslations('history');
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageBody title={t('pastTitle')} intro={t('pastIntro')} needs="read" isWide>
        <Past supplierId={supplierId} />
      </PageBody>
    </div>
  );
}
