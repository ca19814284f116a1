'use client';
import { useTranslations } from 'next-intl';
import { statesIn } from '#components/calendar/model/outcomes.ts';
import { useBatchWords } from '#components/calendar/push/batch-detail.tsx';
import { StateChip } from '#components/calendar/push/state-chip.tsx';
import type { BatchSummary } from '#server/domain/pushes/schema.ts';

const COLOURS = {
  running: 'text-staged-ink',
  done: 'text-good',
  attention: 'text-wrong',
  cancelled: 'text-muted',
} as const;

interface Props {
  sending: BatchSummary;
  /** Of the day, in the property's zone. */
  time: string;
  onOpen: () => void;
}

/** One sending of the list: when, by whom, how it stands, and how many cells are in which state. */
export function SendingRow({ sending, time, onOpen }: Props) {
  const t = useTranslations();
  const { state } = useBatchWords()(sending);
  const { actor, createdAt, counts } = sending;
  const isNamed = actor.kind === 'user' || actor.kind === 'apiKey';
  return (
    <li className="border-b border-line last:border-b-0">
      <button
        type="button"
        onClick={onOpen}
        className="grid w-full gap-x-4 gap-y-1 px-4 py-3 text-left text-13 hover:bg-weekend sm:grid-cols-[48px_180px_1fr] sm:px-6"
      >
        <time dateTime={createdAt} className="figures text-muted">
          {time}
        </time>
        <span className="min-w-0 truncate">
          {isNamed ? actor.name : t(`audit.kinds.${actor.kind}`)}
        </span>
        <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
          <span className={`font-medium ${COLOURS[sending.state]}`}>{state}</span>
          <span className="text-muted">{t('sendings.cells', { count: counts.total })}</span>
          <span className="flex flex-wrap gap-1.5">
            {statesIn(counts).map(([one, many]) => (
              <StateChip key={one} state={one} count={many} />
            ))}
          </span>
        </span>
      </button>
    </li>
  );
}
