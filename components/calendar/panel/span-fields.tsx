'use client';
import { useTranslations } from 'next-intl';
import { fromEpochDay, parseEpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import { extentOf } from '../selection/selection.ts';

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** First and last night, and the weekdays among them. */
export function SpanFields() {
  const { selection, setSelection, ground, today, weekdays, setWeekdays } = useDesk();
  const t = useTranslations('panel');
  if (!selection) return null;
  const extent = extentOf(selection, ground);
  const from = Math.max(extent.from, today);
  const to = Math.max(extent.to, from);
  const [first, last] = [extent.lines[0], extent.lines[extent.lines.length - 1]];
  const move = (nextFrom: number | null, nextTo: number | null) => {
    if (first === undefined || last === undefined) return;
    const start = Math.max(nextFrom ?? from, today, ground.from);
    const end = Math.min(Math.max(nextTo ?? to, start), ground.to);
    setSelection({ anchor: { line: first, day: start }, focus: { line: last, day: end } });
  };
  const field = 'figures h-8 w-full rounded-md border border-control bg-surface px-2 text-13';
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <div className="grid grid-cols-2 gap-2">
        <label className="text-12 text-muted">
          {t('from')}
          <input
            type="date"
            className={field}
            value={fromEpochDay(from)}
            min={fromEpochDay(Math.max(today, ground.from))}
            max={fromEpochDay(ground.to)}
            onChange={(event) => move(parseEpochDay(event.target.value), null)}
          />
        </label>
        <label className="text-12 text-muted">
          {t('to')}
          <input
            type="date"
            title={t('toHint')}
            className={field}
            value={fromEpochDay(to)}
            min={fromEpochDay(from)}
            max={fromEpochDay(ground.to)}
            onChange={(event) => move(null, parseEpochDay(event.target.value))}
          />
        </label>
      </div>
      <fieldset>
        <legend className="mb-1 text-12 text-muted">{t('weekdays')}</legend>
        <div className="grid grid-cols-3 gap-x-2 gap-y-1.5">
          {WEEKDAYS.map((key) => {
            const weekday = Number(key);
            return (
              <label key={key} className="flex cursor-pointer items-center gap-2 text-13">
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
