'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { NightChange } from '#components/history/night-change.tsx';
import { useInstants } from '#components/settings/parts/use-instants.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import type { CellEvent } from '#server/domain/history/schema.ts';
import { fromEpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import { type CellAddress, lineOf } from '../model/cells.ts';
import { StateChip } from '../push/state-chip.tsx';

const LIMIT = 20;

function Event({ event }: { event: CellEvent }) {
  const t = useTranslations('history');
  const instants = useInstants();
  const { actor, state, at, confirmedAt, before, after, read } = event;
  return (
    <li className="flex flex-col gap-1 py-2">
      <p className="flex flex-wrap items-center gap-x-2 text-13">
        <span className="font-medium">{actor ? actor.name : t('upstream')}</span>
        <span className="text-12 text-muted">{instants.moment(at)}</span>
        {state && state !== 'applied' && <StateChip state={state} />}
      </p>
      <NightChange before={before} after={after} />
      {read && (
        <div className="text-12 text-wrong">
          <p>{t('readInstead')}</p>
          <NightChange before={after} after={read} />
        </div>
      )}
      {actor && confirmedAt && (
        <p className="text-12 text-good">{t('confirmed', { at: instants.moment(confirmedAt) })}</p>
      )}
    </li>
  );
}

function Events({ cell }: { cell: CellAddress }) {
  const { supplierId } = useDesk();
  const t = useTranslations('history');
  const query = useQuery(
    useCalls().history.cell.queryOptions({
      ...{ supplierId, ...lineOf(cell.line), date: fromEpochDay(cell.day), limit: LIMIT },
    }),
  );
  return (
    <Reading query={query} lines={3}>
      {({ items, hasMore }) => (
        <>
          {items.length === 0 && <p className="text-13 text-muted">{t('none')}</p>}
          <ul className="divide-y divide-line">
            {items.map((event) => (
              <Event key={`${event.at} ${event.batchId}`} event={event} />
            ))}
          </ul>
          {hasMore && <p className="text-12 text-muted">{t('older')}</p>}
        </>
      )}
    </Reading>
  );
}

/** What happened to the one night that is selected; read when it is asked for. */
export function CellHistory() {
  const { targets } = useDesk();
  const t = useTranslations('history');
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const [cell, ...others] = targets;
  if (!cell || others.length > 0) return null;
  return (
    <section className="border-t border-line px-4 py-3">
      <Button
        tone="bare"
        size="small"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {t('title')}
        <ChevronDown size={14} aria-hidden className={isOpen ? 'rotate-180' : ''} />
      </Button>
      <div id={id}>{isOpen && <Events cell={cell} />}</div>
    </section>
  );
}
