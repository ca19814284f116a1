'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { Line, RateLine, StockLine } from '../model/calendar-model.ts';
import { useCellWords } from '../model/use-cell-words.ts';

const selectClass = 'h-11 min-w-0 flex-1 rounded-md border border-control bg-surface px-2 text-14';

interface Props {
  stocks: readonly StockLine[];
  stock: StockLine;
  rates: readonly RateLine[];
  line: Line;
  start: EpochDay;
  onAccommodation: (id: number) => void;
  onLine: (key: string) => void;
  onMonth: (months: 1 | -1) => void;
}

/** Which accommodation, which rate type, which month. */
export function PhoneHeader(props: Props) {
  const { stocks, stock, rates, line, start, onAccommodation, onLine, onMonth } = props;
  const t = useTranslations('phone');
  const formats = useFormats();
  const words = useCellWords();
  return (
    <div className="flex flex-col gap-2 border-b border-line px-3 py-2 sm:flex-row low:py-1">
      <div className="flex gap-2 sm:flex-1">
        <select
          aria-label={t('accommodation')}
          className={`${selectClass} font-semibold`}
          value={stock.accommodation.id}
          onChange={(event) => onAccommodation(Number(event.target.value))}
        >
          {stocks.map(({ accommodation }) => (
            <option key={accommodation.id} value={accommodation.id}>
              {accommodation.name}
            </option>
          ))}
        </select>
        <select
          aria-label={t('rateType')}
          className={selectClass}
          value={line.key}
          onChange={(event) => onLine(event.target.value)}
        >
          {[...rates, stock].map((one) => (
            <option key={one.key} value={one.key}>
              {words.lineName(one)}
            </option>
          ))}
        </select>
      </div>
      <div className="flex items-center sm:w-64">
        <IconButton size="large" label={t('previousMonth')} onClick={() => onMonth(-1)}>
          <ChevronLeft size={20} aria-hidden />
        </IconButton>
        <h1 className="flex-1 text-center text-16 font-semibold first-letter:uppercase">
          {formats.month(start)}
        </h1>
        <IconButton size="large" label={t('nextMonth')} onClick={() => onMonth(1)}>
          <ChevronRight size={20} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
