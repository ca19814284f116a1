'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useStaged } from '#components/calendar/data/use-staged.ts';
import { lineOf } from '#components/calendar/model/cells.ts';
import { fieldOf } from '#components/calendar/model/outcomes.ts';
import { editsOfChanges } from '#components/calendar/staged/from-changes.ts';
import { useSessionUser } from '#components/frame/use-session.ts';
import { useInstants } from '#components/settings/parts/use-instants.ts';
import { useCalls, useClient } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { Section } from '#components/ui/form/section.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import type { DriftItem } from '#server/domain/drift/schema.ts';
import { DriftRow } from './drift-row.tsx';
import { type Names, useNames } from './use-names.ts';

const PAGE = 50;

function useDriftList(supplierId: number) {
  const calls = useCalls();
  const client = useClient();
  const queryKey = [...calls.drift.list.queryKey({ supplierId, limit: PAGE }), 'pages'];
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam: cursor, signal }) =>
      client.drift.list.query({ supplierId, limit: PAGE, ...(cursor && { cursor }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return { list, queryKey };
}

interface ListProps {
  items: readonly DriftItem[];
  names: Names;
  mayWrite: boolean;
  isBusy: boolean;
  onAccept: (items: readonly DriftItem[]) => void;
  onResend: (items: readonly DriftItem[]) => void;
}

function ByAccommodation({ items, onAccept, onResend, ...rest }: ListProps) {
  const groups = Map.groupBy(items, ({ accommodationId }) => accommodationId);
  return [...groups].map(([id, own]) => (
    <section key={id} aria-label={rest.names.accommodation(id)}>
      <h3 className="border-y border-line bg-weekend px-4 py-1.5 text-12 font-semibold sm:px-6">
        {rest.names.accommodation(id)}
      </h3>
      <ul className="divide-y divide-line">
        {own.map((item) => (
          <DriftRow
            key={item.id}
            item={item}
            onAccept={() => onAccept([item])}
            onResend={() => onResend([item])}
            {...rest}
          />
        ))}
      </ul>
    </section>
  ));
}

/** What Open Pro changed without us, to be taken over or sent anew. */
export function DriftSection({ supplierId }: { supplierId: number }) {
  const t = useTranslations('drift');
  const instants = useInstants();
  const user = useSessionUser();
  const names = useNames(supplierId);
  const queries = useQueryClient();
  const { list, queryKey } = useDriftList(supplierId);
  const { store } = useStaged(user === null ? 'browser' : user?.id, supplierId);
  const [said, setSaid] = useState<{ text: string; isStaged: boolean } | null>(null);
  const accept = useMutation(
    useCalls().drift.accept.mutationOptions({
      onSuccess: ({ accepted }) =>
        setSaid({ text: t('accepted', { count: accepted }), isStaged: false }),
      onSettled: () => queries.invalidateQueries({ queryKey }),
    }),
  );
  const resend = (items: readonly DriftItem[]) => {
    const results = items.map((item) =>
      editsOfChanges(item.changes, {
        referenceOf: (line) => names.referenceOf(lineOf(line)),
        beforeOf: ({ field }) => fieldOf(item.theirs, field, names.referenceOf(item) ?? null),
      }),
    );
    const count = store?.stage(results.flatMap(({ edits }) => edits)) ?? 0;
    const others = results.reduce((sum, one) => sum + one.others, 0);
    const text = [
      t('resent', { count }),
      ...(others > 0 ? [t('others', { count: others })] : []),
    ].join(' ');
    setSaid({ text, isStaged: true });
  };
  const [first] = list.data?.pages ?? [];
  const compared = first?.fullAt ?? null;
  return (
    <Section
      title={t('title')}
      intro={t('intro')}
      aside={
        compared && (
          <p className="text-12 text-muted">{t('compared', { at: instants.moment(compared) })}</p>
        )
      }
    >
      <div className="flex flex-col gap-3">
        <div role="status">
          {said && (
            <Notice
              tone={said.isStaged ? 'staged' : 'good'}
              action={
                said.isStaged && (
                  <PageLink
                    href={`/s/${supplierId}/calendar`}
                    className="tap font-medium whitespace-nowrap underline"
                  >
                    {t('toCalendar')}
                  </PageLink>
                )
              }
            >
              {said.text}
            </Notice>
          )}
        </div>
        <CallNotice error={accept.error} />
        <Reading query={list} lines={6}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0)
              return (
                <div className="py-4">
                  <p className="text-14 font-medium">{t('emptyTitle')}</p>
                  <p className="mt-1 max-w-[60ch] text-13 text-muted">{t('empty')}</p>
                </div>
              );
            return (
              <div className="-mx-4 -mb-4 sm:-mx-6 sm:-mb-6">
                <ByAccommodation
                  items={items}
                  names={names}
                  mayWrite={user?.capabilities.includes('rates:write') ?? false}
                  isBusy={accept.isPending}
                  onAccept={(some) => accept.mutate({ supplierId, ids: some.map(({ id }) => id) })}
                  onResend={resend}
                />
              </div>
            );
          }}
        </Reading>
        {list.hasNextPage && (
          <div className="flex justify-center">
            <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('more')}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}
