'use client';
import { useTranslations } from 'next-intl';
import { Notice } from '#components/ui/notice.tsx';
import type { PreviewDrift } from '#server/domain/bulk-updates/schema.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import { lineKeyOf } from '../model/cells.ts';
import { useCellWords } from '../model/use-cell-words.ts';
import { useReviewWords } from './review-entry.tsx';

const SHOWN = 12;

/** Nights that Open Pro changed since they were typed over: they would not be sent. */
export function ReviewDrift({ drift }: { drift: readonly PreviewDrift[] }) {
  const t = useTranslations();
  const { model } = useDesk();
  const cells = useCellWords();
  const words = useReviewWords();
  if (drift.length === 0) return null;
  const place = ({ from, to, ...row }: PreviewDrift) => {
    const line = model.byKey.get(lineKeyOf(row));
    const name = line ? `${line.accommodation.name}, ${cells.lineName(line)}` : '';
    return `${name}, ${words.span(toEpochDay(from), toEpochDay(to))}`;
  };
  return (
    <Notice tone="staged" className="m-4 items-start">
      <p className="mb-1 font-semibold">{t('review.driftTitle')}</p>
      <ul className="text-12">
        {drift.slice(0, SHOWN).map((one) => (
          <li key={place(one)}>{place(one)}</li>
        ))}
        {drift.length > SHOWN && (
          <li>{t('state.moreWarnings', { count: drift.length - SHOWN })}</li>
        )}
      </ul>
    </Notice>
  );
}
