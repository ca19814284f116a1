// biome-ignore-all lint/a11y/useSemanticElements: days are buttons laid out as a grid, which table elements cannot hold
'use client';
import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { civilOf, type EpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import { wantedValue } from '../edit/night-values.ts';
import { isWeekendNight } from '../grid/window/layout.ts';
import type { RateLine, StockLine } from '../model/calendar-model.ts';
import { isOverbooked } from '../model/is-sold.ts';
import { isOnTheWay, isWrong } from '../model/outcomes.ts';
import { staysOn } from '../model/stays.ts';
import { useCellWords } from '../model/use-cell-words.ts';

interface Props {
  day: EpochDay;
  stock: StockLine;
  rate: RateLine | null;
  isSelected: boolean;
  isActive: boolean;
  onTap: (day: EpochDay) => void;
}

/** A long price is written smaller: none is cut, and none is rounded. */
function priceSize(written: string): string {
  if (written.length > 6) return 'text-11 tracking-tighter';
  return written.length > 5 ? 'text-13 tracking-tight' : 'text-14';
}

/** One large day: number, price, minimum stay and units left. */
export function PhoneDay({ day, stock, rate, isSelected, isActive, onTap }: Props) {
  const { model, staged, pushes, today } = useDesk();
  const t = useTranslations('calendar');
  const formats = useFormats();
  const words = useCellWords();
  const line = rate ?? stock;
  const edits = staged.edits.get(line.key)?.get(day);
  const stockEdits = staged.edits.get(stock.key)?.get(day);
  const outcome = pushes.outcomes.get(line.key)?.get(day);
  const price = rate ? wantedValue(rate, day, 'priceCents', edits) : null;
  const minStay = rate ? wantedValue(rate, day, 'minStay', edits) : null;
  const isKnown = day >= model.from && day <= model.to;
  const isOpen = !isKnown || !rate || wantedValue(rate, day, 'open', edits) === true;
  const left = wantedValue(stock, day, 'units', stockEdits);
  const total = stock.accommodation.units;
  const isOver = isOverbooked(stock, day);
  const isStaged =
    edits !== undefined || stockEdits !== undefined || (outcome && isOnTheWay(outcome.state));
  const rateName = rate && words.rateName(rate, day, edits);
  const name = rateName
    ? [rateName, isOver ? t('overbooked') : ''].filter(Boolean).join(', ')
    : words.stockName(stock, day, stockEdits);
  const remarks = [words.remarks(line, day, outcome), ...staysOn(stock.stays, day).map(words.stay)];
  const written = isKnown && typeof price === 'number' ? formats.amount(price) : isKnown ? '–' : '';
  return (
    <button
      type="button"
      role="gridcell"
      aria-label={name}
      aria-description={remarks.filter(Boolean).join(', ') || undefined}
      aria-selected={isSelected}
      aria-readonly={day < today || undefined}
      tabIndex={isActive ? 0 : -1}
      onClick={() => onTap(day)}
      data-phone-day={day}
      data-selected={isSelected || undefined}
      data-weekend={isWeekendNight(model, day) || undefined}
      data-closed={!isOpen || undefined}
      data-past={day < today || undefined}
      data-staged={isStaged || undefined}
      data-overbooked={isOver || undefined}
      data-bad={(outcome && isWrong(outcome.state) && !edits) || undefined}
      className="cell figures relative! block h-full w-full min-w-0 text-left"
    >
      <span className="cell-dim relative flex h-full flex-col p-1">
        <span className="flex items-center justify-between text-11">
          <span
            className={
              day === today
                ? 'rounded-[4px] bg-accent px-1 font-semibold text-accent-ink'
                : 'font-medium'
            }
          >
            {civilOf(day).day}
          </span>
          {total !== 1 && left !== null && (
            <span className="opacity-80">
              {String(left)}
              {total === null ? '' : `/${total}`}
            </span>
          )}
        </span>
        <span className={`leading-5 font-semibold whitespace-nowrap ${priceSize(written)}`}>
          {written}
        </span>
        <span className="flex items-center gap-1 text-11 leading-3 opacity-80">
          {!isOpen && <Lock size={10} aria-hidden />}
          {typeof minStay === 'number' && minStay > 1 && t('minStayShort', { count: minStay })}
        </span>
      </span>
    </button>
  );
}
