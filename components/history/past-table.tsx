'use client';
import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { upstreamValue } from '#components/calendar/edit/night-values.ts';
import type { CalendarModel, Line } from '#components/calendar/model/calendar-model.ts';
import { EDIT_FIELDS } from '#components/calendar/model/cells.ts';
import { useCellWords } from '#components/calendar/model/use-cell-words.ts';
import { useReviewWords } from '#components/calendar/review/review-entry.tsx';
import { useFormats } from '#components/i18n/use-formats.ts';
import { classNames } from '#components/ui/class-names.ts';
import { civilOf, type EpochDay } from '#server/kernel/calendar-date.ts';

/** The fields in which a night was not what it is now. */
function changedFields(then: Line, now: Line | undefined, day: EpochDay) {
  return EDIT_FIELDS.flatMap((field) => {
    const was = upstreamValue(then, day, field);
    const is = now ? upstreamValue(now, day, field) : null;
    return was === is ? [] : [{ field, was, is }];
  });
}

function Night({ then, now, day }: { then: Line; now: Line | undefined; day: EpochDay }) {
  const t = useTranslations();
  const formats = useFormats();
  const words = useReviewWords();
  const changed = changedFields(then, now, day);
  const price = upstreamValue(then, day, then.kind === 'stock' ? 'units' : 'priceCents');
  const minStay = upstreamValue(then, day, 'minStay');
  const isClosed = upstreamValue(then, day, 'open') === false;
  const shown =
    typeof price !== 'number'
      ? ''
      : then.kind === 'stock'
        ? formats.count(price)
        : formats.amount(price);
  const told = changed
    .map(({ field, was, is }) =>
      t('history.wasIs', {
        field: t(`review.${field}`),
        was: words.value(field, was),
        is: words.value(field, is),
      }),
    )
    .join(', ');
  const [first] = changed;
  return (
    <td
      title={told || undefined}
      className={classNames(
        'figures border-l border-line px-1.5 py-1 text-right align-top text-13',
        isClosed && 'bg-closed text-closed-ink',
        changed.length > 0 && 'bg-staged text-staged-ink',
      )}
    >
      <span className="flex items-center justify-end gap-1 font-medium">
        {isClosed && <Lock size={11} aria-label={t('calendar.closed')} />}
        {shown || <span className="text-muted">–</span>}
      </span>
      {typeof minStay === 'number' && minStay > 1 && (
        <span className="block text-11 text-muted">{t('history.minStay', { count: minStay })}</span>
      )}
      {first && (
        <span className="block text-11">
          <span className="sr-only">{told}</span>
          <span aria-hidden>→ {changed.length > 1 ? '…' : words.value(first.field, first.is)}</span>
        </span>
      )}
    </td>
  );
}

interface Props {
  /** The calendar then, and now. */
  then: CalendarModel;
  now: CalendarModel;
  caption: string;
}

/** A month as it was; what is another value now is marked. */
export function PastTable({ then, now, caption }: Props) {
  const formats = useFormats();
  const t = useTranslations('history');
  const cells = useCellWords();
  const days = Array.from({ length: then.to - then.from + 1 }, (_, i) => then.from + i);
  const sticky = 'sticky left-0 z-10 bg-surface';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={caption} className="overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line-strong text-12 text-muted">
            <th scope="col" className={classNames(sticky, 'min-w-32 px-3 py-1 font-medium')}>
              {t('row')}
            </th>
            {days.map((day) => (
              <th
                key={day}
                scope="col"
                className="min-w-14 border-l border-line px-1.5 py-1 text-right font-medium"
              >
                <span className="block">{formats.weekday(day)}</span>
                <span className="figures text-ink">{civilOf(day).day}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {then.lines.map((line) => (
            <tr key={line.key} className="border-b border-line last:border-b-0">
              <th
                scope="row"
                className={classNames(sticky, 'max-w-40 px-3 py-1 align-top text-13 font-normal')}
              >
                {line.kind === 'stock' ? (
                  <span className="font-semibold">{line.accommodation.name}</span>
                ) : (
                  <span className="text-muted">{cells.lineName(line)}</span>
                )}
              </th>
              {days.map((day) => (
                <Night key={day} then={line} now={now.byKey.get(line.key)} day={day} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
