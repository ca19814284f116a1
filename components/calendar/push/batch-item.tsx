'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import type { BatchItem as Item } from '#server/domain/bulk-updates/schema.ts';
import { useDesk } from '../desk/desk.tsx';
import { fieldOf, sentFields } from '../model/outcomes.ts';
import { useCellWords } from '../model/use-cell-words.ts';
import { useReviewWords } from '../review/review-entry.tsx';
import { useNow } from '../toolbar/freshness.tsx';
import { type BatchRow, batchRowsOf } from './batch-rows.ts';
import { StateChip } from './state-chip.tsx';

const SHOWN = 60;

function Row({ row, isUnknown }: { row: BatchRow; isUnknown: boolean }) {
  const { model } = useDesk();
  const t = useTranslations('push');
  const tReview = useTranslations('review');
  const cells = useCellWords();
  const words = useReviewWords();
  const line = model.byKey.get(row.line);
  const guests = line?.kind === 'rate' ? line.referenceGuests : null;
  const { outcome } = row;
  const isMismatch = outcome.state === 'mismatch';
  return (
    <li className="py-1.5">
      <div className="flex items-center gap-2">
        <span className="figures min-w-0 flex-1 truncate">
          {line?.kind === 'rate' && <span className="text-muted">{cells.lineName(line)} · </span>}
          {words.span(row.from, row.to)}
        </span>
        <StateChip state={outcome.state} isUnknown={isUnknown} />
      </div>
      {sentFields(outcome).map((field) => {
        const of = (values: typeof outcome.before) =>
          words.value(field, fieldOf(values, field, guests));
        return (
          <p key={field} className="figures text-12 text-muted">
            {tReview(field)} : {t('before')} {of(outcome.before)}, {t('sent')} {of(outcome.sent)}
            {isMismatch && (
              <b className="text-wrong">
                , {t('read')} {outcome.read ? of(outcome.read) : t('notRead')}
              </b>
            )}
          </p>
        );
      })}
    </li>
  );
}

/** One accommodation's prices or units in a sending. */
export function BatchItem({ item }: { item: Item }) {
  const { model } = useDesk();
  const t = useTranslations('push');
  const tState = useTranslations('state');
  const formats = useFormats();
  const now = useNow();
  const name = model.lines.find(({ accommodation: { id } }) => id === item.accommodationId)
    ?.accommodation.name;
  const rows = batchRowsOf(item);
  const { state, upstreamMessage, unknownSince } = item;
  const explained =
    state === 'mismatch' ||
    state === 'conflict' ||
    state === 'blocked_credentials' ||
    state === 'superseded'
      ? t(`explain.${state}`)
      : null;
  return (
    <section className="border-b border-line px-4 py-3 last:border-0">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate text-14 font-semibold">
          {name} · {t(`aspects.${item.aspect}`)}
        </h3>
        <StateChip state={state} isUnknown={unknownSince !== null} />
      </div>
      {unknownSince !== null && (
        <p className="mt-1 text-12 text-staged-ink">
          {t('unknown', { ago: formats.ago(now - Date.parse(unknownSince)) })}
        </p>
      )}
      {upstreamMessage && (
        <p className="mt-1 text-13 text-wrong">{t('said', { message: upstreamMessage })}</p>
      )}
      {explained && <p className="mt-1 text-12 text-muted">{explained}</p>}
      {item.warnings.map(({ detail }) => (
        <p key={detail} className="mt-1 text-12 text-staged-ink">
          {t('said', { message: detail })}
        </p>
      ))}
      <ul className="mt-1 divide-y divide-line text-13">
        {rows.slice(0, SHOWN).map((row) => (
          <Row key={`${row.line} ${row.from}`} row={row} isUnknown={unknownSince !== null} />
        ))}
      </ul>
      {rows.length > SHOWN && (
        <p className="text-12 text-muted">
          {tState('moreWarnings', { count: rows.length - SHOWN })}
        </p>
      )}
    </section>
  );
}
