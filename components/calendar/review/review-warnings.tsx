'use client';
import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Notice } from '#components/ui/notice.tsx';
import type { PreviewWarning } from '#server/domain/bulk-updates/schema.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import { lineKeyOf } from '../model/cells.ts';
import { useCellWords } from '../model/use-cell-words.ts';
import { useReviewWords } from './review-entry.tsx';

const SHOWN = 12;

/** What to look at twice before sending. */
export function ReviewWarnings({ warnings }: { warnings: readonly PreviewWarning[] }) {
  const { model } = useDesk();
  const t = useTranslations();
  const cells = useCellWords();
  const words = useReviewWords();
  if (warnings.length === 0) return null;
  const place = (warning: PreviewWarning) => {
    const line = model.byKey.get(lineKeyOf(warning));
    const name = line ? `${line.accommodation.name}, ${cells.lineName(line)}` : '';
    return `${name}, ${words.span(toEpochDay(warning.from), toEpochDay(warning.to))}`;
  };
  const codes = [...new Set(warnings.map(({ code }) => code))];
  return (
    <Notice tone="staged" className="m-4 items-start">
      <p className="mb-1 flex items-center gap-1.5 font-semibold">
        <TriangleAlert size={14} aria-hidden />
        {t('review.warningsTitle')}
      </p>
      {codes.map((code) => {
        const own = warnings.filter((warning) => warning.code === code);
        return (
          <div key={code} className="mt-1">
            <p>{t(`review.warning.${code}`)}</p>
            <ul className="text-12">
              {own.slice(0, SHOWN).map((warning) => (
                <li key={place(warning)}>{place(warning)}</li>
              ))}
              {own.length > SHOWN && (
                <li>{t('state.moreWarnings', { count: own.length - SHOWN })}</li>
              )}
            </ul>
          </div>
        );
      })}
    </Notice>
  );
}
