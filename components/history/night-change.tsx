'use client';
import { useTranslations } from 'next-intl';
import { EDIT_FIELDS, type EditField, type FieldValue } from '#components/calendar/model/cells.ts';
import { useReviewWords } from '#components/calendar/review/review-entry.tsx';
import type { NightValues } from '#server/domain/bulk-updates/schema.ts';

interface FieldChange {
  readonly field: EditField;
  /** Whose price; undefined = no price. */
  readonly guests?: number | null;
  readonly before: FieldValue | null;
  readonly after: FieldValue | null;
}

/** The fields of two states of a night that are not the same, price by price. */
export function fieldChanges(before: NightValues | null, after: NightValues | null): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const field of EDIT_FIELDS) {
    if (field === 'priceCents') {
      const all = [...(before?.prices ?? []), ...(after?.prices ?? [])];
      for (const guests of new Set(all.map((price) => price.guests))) {
        const [was, is] = [before, after].map(
          (values) => values?.prices?.find((one) => one.guests === guests)?.priceCents ?? null,
        );
        if (was !== is) changes.push({ field, guests, before: was ?? null, after: is ?? null });
      }
    } else {
      const [was, is] = [before?.[field] ?? null, after?.[field] ?? null];
      if (was !== is) changes.push({ field, before: was, after: is });
    }
  }
  return changes;
}

interface Props {
  before: NightValues | null;
  after: NightValues | null;
  /** The night stays as it is: what it holds, and what it held, instead of one becoming the other. */
  isKept?: boolean;
}

/** What a night held and what it holds, field by field. */
export function NightChange({ before, after, isKept = false }: Props) {
  const t = useTranslations();
  const words = useReviewWords();
  return (
    <dl className="grid grid-cols-[minmax(96px,auto)_1fr] gap-x-3 gap-y-0.5 text-13">
      {fieldChanges(before, after).map(({ field, guests, ...change }) => (
        <div key={`${field} ${guests}`} className="contents">
          <dt className="text-muted">
            {t(`review.${field}`)}
            {guests != null && ` · ${t('history.guests', { count: guests })}`}
          </dt>
          {isKept ? (
            <dd className="figures">
              {t('history.nowBefore', {
                now: words.value(field, change.after),
                before: words.value(field, change.before),
              })}
            </dd>
          ) : (
            <dd className="figures">
              <span className="text-muted">{words.value(field, change.before)}</span>
              <span className="px-1.5 text-muted">
                <span aria-hidden>→</span>
                <span className="sr-only">{t('history.becomes')}</span>
              </span>
              <span className="font-semibold">{words.value(field, change.after)}</span>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
