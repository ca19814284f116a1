'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Button } from '#components/ui/button.tsx';
import type { BatchItem as Item } from '#server/domain/pushes/schema.ts';
import type { CalendarModel } from '../model/calendar-model.ts';
import { canRetry, fieldOf, isExplained, sentFields, wasSent } from '../model/outcomes.ts';
import { useCellWords } from '../model/use-cell-words.ts';
import { useReviewWords } from '../review/review-entry.tsx';
import { useNow } from '../toolbar/freshness.tsx';
import { type BatchRow, batchRowsOf } from './batch-rows.ts';
import { StateChip } from './state-chip.tsx';
import type { BatchCalls } from './use-batch-calls.ts';

const SHOWN = 60;

/** Where the names of accommodations and rate types are looked up. */
export type BatchNames = Pick<CalendarModel, 'lines' | 'byKey'>;

interface RowProps {
  row: BatchRow;
  names: BatchNames;
  isUnknown: boolean;
}

function Row({ row, names, isUnknown }: RowProps) {
  const t = useTranslations('push');
  const tReview = useTranslations('review');
  const cells = useCellWords();
  const words = useReviewWords();
  const line = names.byKey.get(row.line);
  const guests = line?.kind === 'rate' ? line.referenceGuests : null;
  const { outcome } = row;
  return (
    <li className="py-1.5">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate">
          {line?.kind === 'rate' && <span className="text-muted">{cells.lineName(line)} · </span>}
          {words.span(row.from, row.to)}
        </span>
        <StateChip state={outcome.state} isUnknown={isUnknown} />
      </div>
      {sentFields(outcome).map((field) => {
        const of = (values: typeof outcome.before) =>
          words.value(field, fieldOf(values, field, guests));
        const told = {
          field: tReview(field),
          before: of(outcome.before),
          sent: of(outcome.sent),
        };
        const read = outcome.read && of(outcome.read);
        return (
          <p key={field} className="text-12 text-muted">
            {wasSent(outcome.state) ? t('rowSent', told) : t('rowWanted', told)}
            {outcome.state === 'mismatch' && (
              <b className="text-wrong">{t('rowRead', { read: read ?? t('notRead') })}</b>
            )}
            {outcome.state === 'conflict' && read !== null && (
              <b className="text-wrong">{t('rowBecome', { read })}</b>
            )}
          </p>
        );
      })}
    </li>
  );
}

/** What became of an item, and what may be done about it. */
function Explanation({ item }: { item: Item }) {
  const t = useTranslations('push');
  const { state, upstreamMessage: message } = item;
  if (state === 'rejected')
    return (
      <p className="mt-1 text-13 text-wrong">
        {message ? t('refusedWords', { message }) : t('explain.rejected')}
      </p>
    );
  const explained = isExplained(state) ? t(`explain.${state}`) : null;
  return (
    <>
      {message && <p className="mt-1 text-13 text-wrong">{t('said', { message })}</p>}
      {explained && <p className="mt-1 text-12 text-muted">{explained}</p>}
    </>
  );
}

interface Props {
  item: Item;
  names: BatchNames;
  calls: BatchCalls;
}

/** One accommodation's prices or units in a sending. */
export function BatchItem({ item, names, calls }: Props) {
  const t = useTranslations('push');
  const formats = useFormats();
  const now = useNow();
  const name = names.lines.find(({ accommodation: { id } }) => id === item.accommodationId)
    ?.accommodation.name;
  const title = t('rowTitle', { name: name ?? '', aspect: t(`aspects.${item.aspect}`) });
  const rows = batchRowsOf(item);
  const { state, unknownSince } = item;
  return (
    <section className="border-b border-line px-4 py-3 last:border-0">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate text-14 font-semibold">{title}</h3>
        <StateChip state={state} isUnknown={unknownSince !== null} />
      </div>
      {unknownSince !== null && (
        <p className="mt-1 text-12 text-staged-ink">
          {t('unknown', { ago: formats.ago(now - Date.parse(unknownSince)) })}
        </p>
      )}
      <Explanation item={item} />
      {item.warnings.map(({ detail }) => (
        <p key={detail} className="mt-1 text-12 text-staged-ink">
          {t('said', { message: detail })}
        </p>
      ))}
      {calls.mayWrite && canRetry(item) && (
        <Button
          size="small"
          className="mt-2"
          disabled={calls.isHeld}
          onClick={() => calls.retry([item.itemId])}
          aria-label={t('retryOf', { name: title })}
        >
          {t('retry')}
        </Button>
      )}
      <ul className="mt-1 divide-y divide-line text-13">
        {rows.slice(0, SHOWN).map((row) => (
          <Row
            key={`${row.line} ${row.from}`}
            row={row}
            names={names}
            isUnknown={unknownSince !== null}
          />
        ))}
      </ul>
      {rows.length > SHOWN && (
        <p className="text-12 text-muted">{t('moreRows', { count: rows.length - SHOWN })}</p>
      )}
    </section>
  );
}
