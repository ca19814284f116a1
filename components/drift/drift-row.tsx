'use client';
import { useTranslations } from 'next-intl';
import { useReviewWords } from '#components/calendar/review/review-entry.tsx';
import { NightChange } from '#components/history/night-change.tsx';
import { useInstants } from '#components/settings/parts/use-instants.ts';
import { Button } from '#components/ui/button.tsx';
import type { DriftItem } from '#server/domain/drift/schema.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import type { Names } from './use-names.ts';

interface Props {
  item: DriftItem;
  names: Names;
  mayWrite: boolean;
  isBusy: boolean;
  onAccept: () => void;
  onResend: () => void;
}

/** Nights that Open Pro changed alone: what we knew, what it holds, and what may be done. */
export function DriftRow({ item, names, mayWrite, isBusy, onAccept, onResend }: Props) {
  const t = useTranslations('drift');
  const tHistory = useTranslations('history');
  const words = useReviewWords();
  const instants = useInstants();
  const { from, to, ours, theirs, foundAt, changes, skipped } = item;
  const nights = toEpochDay(to) - toEpochDay(from) + 1;
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return (
    <li className="flex flex-col gap-x-6 gap-y-3 px-4 py-3 sm:px-6 md:flex-row md:items-start">
      <div className="min-w-0 flex-1">
        <h3 className="text-14 font-medium">
          {names.row(item)}
          <span className="font-normal text-muted">
            {' · '}
            {words.span(toEpochDay(from), toEpochDay(to))}
            {nights > 1 && ` · ${t('nights', { count: nights })}`}
          </span>
        </h3>
        <NightChange before={ours} after={theirs} />
        <p className="mt-1 text-12 text-muted">{t('found', { at: instants.moment(foundAt) })}</p>
        {reasons.map((reason) => (
          <p key={reason} className="text-12 text-staged-ink">
            {tHistory(`reasons.${reason}`)}
          </p>
        ))}
      </div>
      {mayWrite && (
        <div className="flex gap-2">
          <Button disabled={isBusy} onClick={onAccept}>
            {t('accept')}
          </Button>
          {changes.length > 0 && (
            <Button disabled={isBusy || !names.isKnown} onClick={onResend}>
              {t('resend')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
