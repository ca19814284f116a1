'use client';
import { useTranslations } from 'next-intl';
import { useReviewWords } from '#components/calendar/review/review-entry.tsx';
import type { SkippedNights } from '#server/domain/bulk-updates/schema.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { NightChange } from './night-change.tsx';

const SHOWN = 40;

interface Props {
  skipped: readonly SkippedNights[];
  /** What nights belong to: accommodation and rate type. */
  nameOf: (row: Pick<SkippedNights, 'accommodationId' | 'rateTypeId'>) => string;
}

/** Nights that stay as they are, each with the reason and the value it does not get back. */
export function SkippedList({ skipped, nameOf }: Props) {
  const t = useTranslations('history');
  const words = useReviewWords();
  return (
    <>
      <ul className="divide-y divide-line text-13">
        {skipped.slice(0, SHOWN).map((one) => (
          <li
            key={`${one.accommodationId} ${one.rateTypeId} ${one.from} ${one.to} ${one.reason}`}
            className="py-2"
          >
            <p>
              <span className="font-medium">{nameOf(one)}</span>
              <span className="text-muted">
                {' · '}
                {words.span(toEpochDay(one.from), toEpochDay(one.to))}
              </span>
            </p>
            <p className="text-12 text-staged-ink">{t(`reasons.${one.reason}`)}</p>
            {one.reason !== 'too_many' && (
              <NightChange before={one.before} after={one.now} isKept />
            )}
          </li>
        ))}
      </ul>
      {skipped.length > SHOWN && (
        <p className="text-12 text-muted">{t('more', { count: skipped.length - SHOWN })}</p>
      )}
    </>
  );
}
