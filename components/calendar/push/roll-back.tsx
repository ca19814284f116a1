'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useSessionUser } from '#components/frame/use-session.ts';
import { SkippedList } from '#components/history/skipped-list.tsx';
import { useClient } from '#components/trpc/client.ts';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { SkippedNights } from '#server/domain/bulk-updates/schema.ts';
import type { BatchView } from '#server/domain/pushes/schema.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import type { CalendarModel } from '../model/calendar-model.ts';
import { lineKeyOf } from '../model/cells.ts';
import { fieldOf, lineOfCell } from '../model/outcomes.ts';
import { useCellWords } from '../model/use-cell-words.ts';
import type { FieldAddress } from '../staged/edits.ts';
import { editsOfChanges } from '../staged/from-changes.ts';

/**
 * What upstream holds of a night: what the sending put there, since only that is taken back, and the
 * calendar on show may not have been read since. A night that the sending made is open.
 */
function groundOf(model: CalendarModel, batch: BatchView) {
  const cells = new Map(
    batch.items.flatMap((item) =>
      item.cells.map(
        (cell) => [`${lineOfCell(item, cell)} ${toEpochDay(cell.date)}`, cell] as const,
      ),
    ),
  );
  const referenceOf = (key: string) => {
    const line = model.byKey.get(key);
    return line?.kind === 'rate' ? line.referenceGuests : undefined;
  };
  const beforeOf = ({ line, day, field }: FieldAddress) => {
    const cell = cells.get(`${line} ${day}`);
    if (!cell) return null;
    const sent = fieldOf(cell.sent, field, referenceOf(line) ?? null);
    return sent ?? (cell.before === null && field === 'open' ? true : null);
  };
  return { referenceOf, beforeOf };
}

interface Result {
  readonly count: number;
  readonly others: number;
  readonly skipped: readonly SkippedNights[];
}

/** Taking an ended sending back: what was asked for, and what came of it. */
export interface RollingBack {
  /** This person may send at all. */
  readonly isAllowed: boolean;
  readonly isAsking: boolean;
  readonly error: unknown;
  readonly result: Result | null;
  /** Puts what takes the sending back among the edits that wait. */
  readonly ask: (batch: BatchView) => void;
}

/** The same for the sending that is on show. */
export function useRollingBack(): RollingBack {
  const { store, model } = useDesk();
  const client = useClient();
  const user = useSessionUser();
  const [isAsking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [result, setResult] = useState<Result | null>(null);
  const ask = async (batch: BatchView) => {
    setAsking(true);
    setError(null);
    try {
      const { changes, skipped } = await client.bulkUpdates.rollback.query({
        batchId: batch.batchId,
      });
      const { edits, others } = editsOfChanges(changes, groundOf(model, batch));
      setResult({ count: store?.stage(edits) ?? 0, others, skipped });
    } catch (failure) {
      setError(failure);
    } finally {
      setAsking(false);
    }
  };
  return {
    isAllowed: user?.capabilities.includes('rates:write') ?? false,
    ...{ isAsking, error, result },
    ask: (batch) => void ask(batch),
  };
}

/** What was put among the edits that wait, and what has to stay. */
export function RolledBack({ error, result }: Pick<RollingBack, 'error' | 'result'>) {
  const { model } = useDesk();
  const t = useTranslations('history');
  const cells = useCellWords();
  const nameOf = (row: Pick<SkippedNights, 'accommodationId' | 'rateTypeId'>) => {
    const line = model.byKey.get(lineKeyOf(row));
    return line ? `${line.accommodation.name} · ${cells.lineName(line)}` : '';
  };
  return (
    <div className="flex flex-col gap-2 px-4 pt-4 empty:hidden">
      <CallNotice error={error} />
      {result && (
        <Notice tone={result.count > 0 ? 'staged' : 'plain'} role="status">
          <p className="font-semibold">{t('rolledBack', { count: result.count })}</p>
          {result.count > 0 && <p>{t('toReview')}</p>}
          {result.others > 0 && <p>{t('others', { count: result.others })}</p>}
        </Notice>
      )}
      {result && result.skipped.length > 0 && (
        <section>
          <h3 className="text-13 font-semibold">{t('skipped')}</h3>
          <SkippedList skipped={result.skipped} nameOf={nameOf} />
        </section>
      )}
    </div>
  );
}
