'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { tagOf } from '#components/i18n/locale.ts';
import { useFormats } from '#components/i18n/use-formats.ts';
import { PageBody } from '#components/settings/page/page-body.tsx';
import { useCalls, useClient } from '#components/trpc/client.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import { MoreOfList } from '#components/ui/more-of-list.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import type { BatchSummary } from '#server/domain/pushes/schema.ts';
import { dateInZone, toEpochDay } from '#server/kernel/calendar-date.ts';
import { SendingRow } from './sending-row.tsx';

const SendingSheet = onDemand(() =>
  import('./sending-sheet.tsx').then((file) => file.SendingSheet),
);

const PAGE = 20;
const POLL_MS = 5_000;

interface ListProps {
  sendings: readonly BatchSummary[];
  timeZone: string;
  onOpen: (batchId: string) => void;
}

/** Sendings under the day on which they were made, where the property is. */
function SendingList({ sendings, timeZone, onOpen }: ListProps) {
  const t = useTranslations('sendings');
  const formats = useFormats();
  const time = new Intl.DateTimeFormat(tagOf(formats.locale), { timeZone, timeStyle: 'short' });
  const days = Map.groupBy(sendings, ({ createdAt }) =>
    dateInZone(Date.parse(createdAt), timeZone),
  );
  return (
    <section
      aria-label={t('list')}
      className="rounded-[10px] border border-line bg-surface [&>div:first-child>h2]:rounded-t-[10px] [&>div:first-child>h2]:border-t-0"
    >
      {[...days].map(([day, ofDay]) => (
        <div key={day}>
          <h2 className="sticky top-0 z-10 border-y border-line bg-weekend px-4 py-1.5 text-12 font-semibold first-letter:uppercase sm:px-6">
            {formats.longDate(toEpochDay(day))}
          </h2>
          <ul>
            {ofDay.map((sending) => (
              <SendingRow
                key={sending.batchId}
                sending={sending}
                time={time.format(Date.parse(sending.createdAt))}
                onOpen={() => onOpen(sending.batchId)}
              />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function useSendings(supplierId: number) {
  const calls = useCalls();
  const client = useClient();
  return useInfiniteQuery({
    // Asked for plainly: options of infinite queries add a field that the call does not know.
    queryKey: [...calls.bulkUpdates.list.queryKey({ supplierId, limit: PAGE }), 'pages'],
    queryFn: ({ pageParam: cursor, signal }) =>
      client.bulkUpdates.list.query(
        { supplierId, limit: PAGE, ...(cursor && { cursor }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((one) => one.state === 'running'))
        ? POLL_MS
        : false,
  });
}

function Sendings({ supplierId }: { supplierId: number }) {
  const t = useTranslations('sendings');
  const path = usePathname();
  const shown = useSearchParams().get('sending');
  const suppliers = useQuery(useCalls().suppliers.list.queryOptions({})).data;
  const timeZone = suppliers?.find(({ id }) => id === supplierId)?.timezone ?? 'Europe/Paris';
  const list = useSendings(supplierId);
  const show = (batchId: string | null) =>
    window.history.replaceState(null, '', batchId === null ? path : `${path}?sending=${batchId}`);
  return (
    <>
      <div aria-busy={list.isFetching}>
        <Reading query={list} lines={10}>
          {({ pages }) => {
            const sendings = pages.flatMap(({ items }) => items);
            if (sendings.length > 0)
              return <SendingList sendings={sendings} timeZone={timeZone} onOpen={show} />;
            const toCalendar = (
              <PageLink
                href={`/s/${supplierId}/calendar`}
                className="tap font-medium text-accent underline"
              >
                {t('toCalendar')}
              </PageLink>
            );
            return (
              <EmptyState title={t('emptyTitle')} action={toCalendar}>
                {t('empty')}
              </EmptyState>
            );
          }}
        </Reading>
      </div>
      {list.data && <CallNotice error={list.error} />}
      <MoreOfList list={list} more={t('more')} end={t('end')} />
      {shown && (
        <SendingSheet
          key={shown}
          supplierId={supplierId}
          batchId={shown}
          today={toEpochDay(dateInZone(Date.now(), timeZone))}
          onClose={() => show(null)}
        />
      )}
    </>
  );
}

/** What was sent to Open Pro for one property, newest first, each to be opened. */
export function SendingsPage({ supplierId }: { supplierId: number }) {
  const t = useTranslations('sendings');
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageBody title={t('title')} intro={t('intro')} needs="read" isWide>
        <Sendings supplierId={supplierId} />
      </PageBody>
    </div>
  );
}
