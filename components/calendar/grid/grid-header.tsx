// biome-ignore-all lint/a11y/useSemanticElements: a grid drawn in part is placed by position, which table elements cannot
'use client';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import { civilOf, type EpochDay } from '#server/kernel/calendar-date.ts';
import type { Columns } from './window/columns.ts';
import { HEADER_HEIGHT, isWeekendNight } from './window/layout.ts';

interface Props {
  columns: Columns;
  nights: number;
  namesWidth: number;
  today: EpochDay;
}

interface Month {
  start: number;
  length: number;
}

function monthsOf(from: EpochDay, nights: number): Month[] {
  const months: Month[] = [];
  for (let i = 0; i < nights; i++) {
    const last = months[months.length - 1];
    if (!last || civilOf(from + i).day === 1) months.push({ start: i, length: 1 });
    else last.length++;
  }
  return months;
}

/** Months above, weekdays and days below; both stay in sight while the rows scroll. */
export const GridHeader = memo(function GridHeader({ columns, nights, namesWidth, today }: Props) {
  const t = useTranslations('calendar');
  const formats = useFormats();
  const { from, width, first, last } = columns;
  const shown = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the cells take the focus
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-20 bg-paper"
      style={{ height: HEADER_HEIGHT, width: namesWidth + nights * width }}
    >
      <div
        role="columnheader"
        tabIndex={-1}
        aria-colindex={1}
        className="sticky left-0 z-10 flex h-full items-end border-r border-b border-line-strong bg-paper px-3 pb-2 text-12 text-muted"
        style={{ width: namesWidth }}
      >
        {t('accommodations')}
      </div>
      <div
        className="absolute inset-y-0"
        style={{ left: namesWidth, right: 0 }}
        role="presentation"
      >
        <div aria-hidden>
          {monthsOf(from, nights).map(({ start, length }) => (
            <div
              key={start}
              className="absolute top-0 h-6 border-r border-line-strong"
              style={{ left: start * width, width: length * width }}
            >
              <span
                className="sticky inline-block px-2 pt-1.5 text-12 font-semibold whitespace-nowrap first-letter:uppercase"
                style={{ left: namesWidth }}
              >
                {length * width > 110
                  ? formats.month(from + start)
                  : formats.shortMonth(from + start)}
              </span>
            </div>
          ))}
        </div>
        {shown.map((column) => {
          const day = from + column;
          const isToday = day === today;
          return (
            <div
              key={day}
              role="columnheader"
              tabIndex={-1}
              aria-colindex={column + 2}
              aria-label={formats.longDate(day)}
              data-header-day={day}
              className={`figures absolute bottom-0 flex h-8 cursor-pointer flex-col items-center justify-center border-r border-b border-b-line-strong text-11 leading-[13px] ${civilOf(day + 1).day === 1 ? 'border-r-line-strong' : 'border-r-line'} ${isWeekendNight(columns, day) && day >= today ? 'bg-weekend font-semibold text-ink' : 'text-muted'}`}
              style={{ left: column * width, width }}
            >
              <span>{formats.weekday(day)}</span>
              <span
                className={
                  isToday
                    ? 'rounded-[4px] bg-accent px-1 text-12 font-semibold text-accent-ink'
                    : `text-12 ${day < today ? '' : 'text-ink'}`
                }
              >
                {civilOf(day).day}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
});
