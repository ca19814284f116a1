'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { usePathname, useSearchParams } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { tagOf } from '#components/i18n/locale.ts';
import { useFormats } from '#components/i18n/use-formats.ts';
import { PageBody } from '#components/settings/page/page-body.tsx';
import { useCalls, useClient } from '#components/trpc/client.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import { MoreOfList } from '#components/ui/more-of-list.tsx';
import { dateInZone, toEpochDay } from '#server/kernel/calendar-date.ts';
import { AuditEntry, type Entry } from './audit-entry.tsx';
import { filterOf, queryOf } from './audit-filter.ts';
import { AuditFilters } from './audit-filters.tsx';
import { useAuditWords } from './use-audit-words.ts';

const PAGE = 50;

interface ListProps {
  supplierId: number;
  askedFor: number | undefined;
  entries: readonly Entry[];
}

/**
 * Entries under the day on which they were made where the property is that is asked for, or else the
 * first one; the filter's days are the same.
 */
function EntryList({ supplierId, askedFor, entries }: ListProps) {
  const calls = useCalls();
  const locale = useLocale();
  const formats = useFormats();
  const words = useAuditWords(supplierId);
  const suppliers = useQuery(calls.suppliers.list.queryOptions({})).data;
  const there = suppliers?.find(({ id }) => id === askedFor) ?? suppliers?.[0];
  const timeZone = there?.timezone ?? 'Europe/Paris';
  const time = new Intl.DateTimeFormat(tagOf(locale), { timeZone, timeStyle: 'short' });
  const days = Map.groupBy(entries, ({ at }) => dateInZone(Date.parse(at), timeZone));
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-label={formats.longDate(toEpochDay(day))}>
      <h2 className="sticky top-0 z-10 border-y border-line bg-weekend px-4 py-1.5 text-12 font-semibold first-letter:uppercase sm:px-6">
        {formats.longDate(toEpochDay(day))}
      </h2>
      <ul>
        {ofDay.map((entry) => (
          <AuditEntry
            key={entry.id}
            entry={entry}
            time={time.format(Date.parse(entry.at))}
            words={words}
          />
        ))}
      </ul>
    </section>
  ));
}

function Entries({ supplierId }: { supplierId: number }) {
  const t = useTranslations('audit');
  const filter = filterOf(useSearchParams());
  const path = usePathname();
  const calls = useCalls();
  const client = useClient();
  const list = useInfiniteQuery({
    // Asked for plainly: options of infinite queries add a field that the call does not know.
    queryKey: [...calls.audit.list.queryKey({ ...filter, limit: PAGE }), 'pages'],
    queryFn: ({ pageParam: cursor, signal }) =>
      client.audit.list.query({ ...filter, limit: PAGE, ...(cursor && { cursor }) }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <>
      <AuditFilters
        filter={filter}
        onFilter={(next) => window.history.replaceState(null, '', `${path}${queryOf(next)}`)}
      />
      <div aria-busy={list.isFetching}>
        <Reading query={list} lines={10}>
          {({ pages }) => {
            const entries = pages.flatMap(({ items }) => items);
            if (entries.length === 0)
              return <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>;
            return (
              <div className="rounded-[10px] border border-line bg-surface [&>section:first-child>h2]:rounded-t-[10px] [&>section:first-child>h2]:border-t-0">
                <EntryList supplierId={supplierId} askedFor={filter.supplierId} entries={entries} />
              </div>
            );
          }}
        </Reading>
      </div>
      {list.data && <CallNotice error={list.error} />}
      <MoreOfList list={list} more={t('more')} end={t('end')} />
    </>
  );
}

/** Everything that was written in the organisation, newest first. */
export function AuditPage({ supplierId }: { supplierId: number }) {
  const t = useTranslations('audit');
  const filter = filterOf(useSearchParams());
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageBody
        title={t('title')}
        intro={t('intro')}
        needs="audit:read"
        isWide
        aside={
          <a
            href={`/api/audit/csv${queryOf(filter)}`}
            download
            className="inline-flex h-8 touch:h-11 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 text-13 font-medium hover:bg-weekend"
          >
            <Download size={15} aria-hidden />
            {t('csv')}
          </a>
        }
      >
        <Entries supplierId={supplierId} />
      </PageBody>
    </div>
  );
}
