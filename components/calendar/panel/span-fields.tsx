'use client';
import { useTranslations } from 'next-intl';
import { DateField } from '#components/ui/date/date-field.tsx';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import { MAX_NIGHTS, rangeHolding } from '../range/search-params.ts';
import { extentOf } from '../selection/selection.ts';

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** First and last night, and the weekdays among them. */
export function SpanFields() {
  const desk = useDesk();
  const { selection, ground, today, weekdays, setWeekdays } = desk;
  const t = useTranslations('panel');
  if (!selection) return null;
  const extent = extentOf(selection, ground);
  const from = Math.max(extent.from, today);
  const to = Math.max(extent.to, from);
  const [first, last] = [extent.lines[0], extent.lines[extent.lines.length - 1]];
  const move = (start: EpochDay, end: EpochDay) => {
    if (first === undefined || last === undefined) return;
    if (start < today) return desk.say(t('pastOnly'));
    const range = rangeHolding(desk.range, start, end);
    if (!range) return desk.say(t('tooLong', { count: MAX_NIGHTS }));
    desk.setRange(range);
    desk.setSelection({ anchor: { line: first, day: start }, focus: { line: last, day: end } });
  };
  const field =
    'figures h-8 w-full touch:h-11 rounded-md border border-control bg-surface px-2 text-13 text-ink';
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <div className="grid grid-cols-2 gap-2">
        <DateField
          label={t('from')}
          className={field}
          day={from}
          min={today}
          onDay={(start) => move(start, Math.max(to, start))}
        />
        <DateField
          label={t('to')}
          title={t('toHint')}
          className={field}
          day={to}
          min={from}
          onDay={(end) => (end < from ? move(end, end) : move(from, end))}
        />
      </div>
      <fieldset className="@container">
        <legend className="mb-1 text-12 text-muted">{t('weekdays')}</legend>
        <div className="grid grid-cols-3 gap-x-2 gap-y-1.5 @lg:grid-cols-7">
          {WEEKDAYS.map((key) => {
            const weekday = Number(key);
            return (
              <label
                key={key}
                className="flex cursor-pointer items-center gap-2 text-13 touch:min-h-11"
              >
                <input
                  type="checkbox"
                  className="size-4 cursor-pointer accent-accent"
                  checked={weekdays.has(weekday)}
                  onChange={(event) => {
                    const next = new Set(weekdays);
                    if (event.target.checked) next.add(weekday);
                    else next.delete(weekday);
                    setWeekdays(next);
                  }}
                />
                {t(`weekday.${key}`)}
              </label>
            );
          })}
        </div>
      </fieldset>
    </div>
  );
}
