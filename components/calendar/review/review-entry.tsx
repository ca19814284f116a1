'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Tick } from '#components/ui/tick.tsx';
import type { EditField, FieldValue } from '../model/cells.ts';
import type { ReviewField, ReviewLine } from './review-lines.ts';

const FIRST_MONDAY = 4;

/** Values and nights as the review writes them. */
export function useReviewWords() {
  const t = useTranslations();
  const formats = useFormats();
  const value = (field: EditField, one: FieldValue | null): string => {
    if (one === null) return t('review.none');
    if (typeof one === 'number')
      return field === 'priceCents' ? formats.money(one) : formats.count(one);
    if (field === 'open') return one ? t('calendar.open') : t('calendar.closed');
    return one ? t('review.yes') : t('review.no');
  };
  const before = ({ field, before: all }: ReviewField): string => {
    const [only] = all;
    if (all.length === 1 && only !== undefined) return value(field, only);
    const numbers = all.filter((one) => typeof one === 'number');
    if (numbers.length < all.length || numbers.length === 0) return t('review.various');
    return `${value(field, Math.min(...numbers))} – ${value(field, Math.max(...numbers))}`;
  };
  const span = (from: number, to: number): string =>
    from === to
      ? formats.shortDate(from)
      : t('review.span', { from: formats.shortDate(from), to: formats.shortDate(to) });
  const nights = ({ from, to, change, nights: count }: ReviewLine): string => {
    const days = change.weekdays?.map((day) => formats.weekday(FIRST_MONDAY + day - 1)).join(' ');
    return [span(from, to), days, t('calendar.nights', { count })].filter(Boolean).join(' · ');
  };
  return { value, before, nights, span };
}

interface Props {
  entry: ReviewLine;
  isTicked: boolean;
  onTick: (isTicked: boolean) => void;
  problems: readonly string[];
}

/** One range of nights: what it holds, and what it will hold. */
export function ReviewEntry({ entry, isTicked, onTick, problems }: Props) {
  const t = useTranslations('review');
  const words = useReviewWords();
  return (
    <li className="py-2">
      <Tick
        checked={isTicked}
        onChange={onTick}
        className="w-full items-start text-13 touch:items-center [&>input]:mt-0.5 touch:[&>input]:mt-0"
      >
        <span className="block text-muted">{words.nights(entry)}</span>
      </Tick>
      <dl className="mt-1 ml-6 grid grid-cols-[96px_1fr] gap-y-0.5 text-13">
        {entry.fields.map((field) => (
          <div key={field.field} className="contents">
            <dt className="text-muted">{t(field.field)}</dt>
            <dd>
              <span className="text-muted line-through decoration-1">{words.before(field)}</span>
              <span aria-hidden className="px-1.5 text-muted">
                →
              </span>
              <span className="rounded-[4px] bg-staged px-1 font-semibold text-staged-ink">
                {words.value(field.field, field.after)}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {entry.isMoved && <p className="mt-1 ml-6 text-12 text-staged-ink">{t('moved')}</p>}
      {entry.isNoop && <p className="mt-1 ml-6 text-12 text-muted">{t('noop')}</p>}
      {problems.map((problem) => (
        <p key={problem} role="alert" className="mt-1 ml-6 text-12 text-wrong">
          {problem}
        </p>
      ))}
    </li>
  );
}
