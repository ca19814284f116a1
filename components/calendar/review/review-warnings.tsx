'use client';
import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Notice } from '#components/ui/notice.tsx';
import type { PreviewDrift, PreviewWarning } from '#server/domain/bulk-updates/schema.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import { lineKeyOf } from '../model/cells.ts';
import { useCellWords } from '../model/use-cell-words.ts';
import { useReviewWords } from './review-entry.tsx';

const SHOWN = 12;

type Place = Pick<PreviewWarning, 'accommodationId' | 'rateTypeId' | 'from' | 'to'>;

/** Which nights of which row, as far as there is room. */
function Places({ places }: { places: readonly Place[] }) {
  const { model } = useDesk();
  const t = useTranslations('state');
  const cells = useCellWords();
  const words = useReviewWords();
  const textOf = (place: Place) => {
    const line = model.byKey.get(lineKeyOf(place));
    const name = line ? `${line.accommodation.name}, ${cells.lineName(line)}` : '';
    return `${name}, ${words.span(toEpochDay(place.from), toEpochDay(place.to))}`;
  };
  return (
    <ul className="text-12">
      {places.slice(0, SHOWN).map((place) => (
        <li key={textOf(place)}>{textOf(place)}</li>
      ))}
      {places.length > SHOWN && <li>{t('moreWarnings', { count: places.length - SHOWN })}</li>}
    </ul>
  );
}

/** What to look at twice before sending. */
export function ReviewWarnings({ warnings }: { warnings: readonly PreviewWarning[] }) {
  const t = useTranslations('review');
  if (warnings.length === 0) return null;
  const codes = [...new Set(warnings.map(({ code }) => code))];
  return (
    <Notice tone="staged" className="m-4 items-start">
      <p className="mb-1 flex items-center gap-1.5 font-semibold">
        <TriangleAlert size={14} aria-hidden />
        {t('warningsTitle')}
      </p>
      {codes.map((code) => (
        <div key={code} className="mt-1">
          <p>{t(`warning.${code}`)}</p>
          <Places places={warnings.filter((warning) => warning.code === code)} />
        </div>
      ))}
    </Notice>
  );
}

/** Nights that Open Pro changed since they were typed over: they would not be sent. */
export function ReviewDrift({ drift }: { drift: readonly PreviewDrift[] }) {
  const t = useTranslations('review');
  if (drift.length === 0) return null;
  return (
    <Notice tone="staged" className="m-4 items-start">
      <p className="mb-1 font-semibold">{t('driftTitle')}</p>
      <Places places={drift} />
    </Notice>
  );
}
