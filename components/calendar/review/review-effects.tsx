'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import type { PlanEffects, StayChangeView } from '#server/domain/bulk-updates/schema.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import { lineKeyOf } from '../model/cells.ts';
import { useCellWords } from '../model/use-cell-words.ts';
import { useReviewWords } from './review-entry.tsx';

const SHOWN = 30;
const EFFECTS = ['unbookable', 'bookable', 'repriced'] as const;

type Row = Pick<StayChangeView, 'accommodationId' | 'rateTypeId'>;

/** What the ticked changes do to what guests can book, and for how much. */
export function ReviewEffects({ effects }: { effects: PlanEffects }) {
  const t = useTranslations('review.effects');
  const { model } = useDesk();
  const formats = useFormats();
  const cells = useCellWords();
  if (effects.nights === 0) return null;
  const nameOf = (row: Row): string => {
    const line = model.byKey.get(lineKeyOf(row));
    return line ? `${line.accommodation.name} · ${cells.lineName(line)}` : '';
  };
  const euros = ({ gainCents, lossCents }: Pick<PlanEffects, 'gainCents' | 'lossCents'>) =>
    [
      gainCents > 0 && `+${formats.money(gainCents)}`,
      lossCents > 0 && `−${formats.money(lossCents)}`,
    ]
      .filter(Boolean)
      .join(' / ');
  const { money, stays } = effects;
  return (
    <section aria-labelledby="effects-title" className="border-b border-line p-4">
      <h3 id="effects-title" className="text-14 font-semibold">
        {t('title')}
      </h3>
      <p className="mt-1 text-13">{t('nights', { count: effects.nights })}</p>
      {money.length > 0 && (
        <>
          <ul className="mt-1 text-13">
            {money.slice(0, SHOWN).map((row) => (
              <li key={nameOf(row)} className="flex justify-between gap-4">
                <span className="min-w-0 truncate text-muted">{nameOf(row)}</span>
                <span className="figures shrink-0">{euros(row)}</span>
              </li>
            ))}
          </ul>
          <p className="mt-1 text-12 text-muted">{t('euros')}</p>
        </>
      )}
      {EFFECTS.filter((effect) => stays[effect] > 0).map((effect) => (
        <StayList
          key={effect}
          title={t(effect, { count: stays[effect] })}
          changes={stays.changes.filter((change) => change.effect === effect)}
          nameOf={nameOf}
        />
      ))}
    </section>
  );
}

interface ListProps {
  title: string;
  changes: readonly StayChangeView[];
  nameOf: (row: Row) => string;
}

function StayList({ title, changes, nameOf }: ListProps) {
  const t = useTranslations('review.effects');
  const words = useReviewWords();
  const lengths = ({ from, to, minNights: min, maxNights: max }: StayChangeView) => {
    const span = words.span(toEpochDay(from), toEpochDay(to));
    return min === max
      ? t('arrivalsAlike', { span, nights: min })
      : t('arrivals', { span, min, max });
  };
  return (
    <details className="mt-2 text-13">
      <summary className="cursor-pointer py-1 font-medium touch:py-3">{title}</summary>
      <ul className="ml-4 text-12">
        {changes.slice(0, SHOWN).map((change) => (
          <li key={nameOf(change) + change.from} className="py-0.5">
            <span className="text-muted">{nameOf(change)}</span> {lengths(change)}
          </li>
        ))}
        {changes.length > SHOWN && <li>{t('more', { count: changes.length - SHOWN })}</li>}
      </ul>
    </details>
  );
}
