'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ORIGIN_GLYPH, originStyle } from '#components/calendar/grid/cells/origin-style.ts';
import { useFormats } from '#components/i18n/use-formats.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { type Column, DataTable } from '#components/ui/form/data-table.tsx';
import { Section } from '#components/ui/form/section.tsx';
import type { GuestExport, GuestInput, GuestView } from '#server/domain/guests/schema.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { EraseQuestion } from './erase-question.tsx';

type Booking = GuestView['bookings'][number];

/** Hands a file over to the browser. */
function saveFile(name: string, content: GuestExport): void {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function useColumns(): Column<Booking>[] {
  const t = useTranslations();
  const formats = useFormats();
  const suppliers = useQuery(useCalls().suppliers.list.queryOptions({})).data ?? [];
  const nameOf = (id: number) => suppliers.find((one) => one.id === id)?.name;
  const dayOf = (date: Booking['arrival']) =>
    date === null ? '?' : formats.shortDate(toEpochDay(date));
  return [
    {
      key: 'guest',
      header: t('guests.guest'),
      cell: ({ guestName, reference, bookingId, supplierId }) => (
        <>
          <span className="block">{guestName ?? t('calendar.guestUnnamed')}</span>
          <span className="block text-12 font-normal text-muted">
            {[reference ?? String(bookingId), nameOf(supplierId)].filter(Boolean).join(' · ')}
          </span>
        </>
      ),
    },
    {
      key: 'stay',
      header: t('guests.stay'),
      cell: ({ arrival, departure }) =>
        t('guests.to', { from: dayOf(arrival), to: dayOf(departure) }),
    },
    {
      key: 'origin',
      header: t('guests.origin'),
      cell: ({ origin }) => (
        <span className="inline-flex items-center gap-1.5">
          <span
            aria-hidden
            style={originStyle(origin)}
            className="inline-flex size-4 items-center justify-center rounded-[4px] text-11 font-semibold"
          >
            {ORIGIN_GLYPH[origin]}
          </span>
          {t(`calendar.origins.${origin}`)}
        </span>
      ),
    },
    {
      key: 'total',
      header: t('guests.total'),
      isNumber: true,
      cell: ({ totalCents, currency }) => {
        if (totalCents === null) return '';
        return currency === 'EUR'
          ? formats.money(totalCents)
          : `${formats.amount(totalCents)} ${currency}`;
      },
    },
    {
      key: 'state',
      header: t('guests.state'),
      cell: ({ isErased, isOver }) =>
        t(isErased ? 'guests.erased' : isOver ? 'guests.over' : 'guests.coming'),
    },
  ];
}

interface Props {
  guest: GuestInput;
  found: GuestView;
  onSaid: (text: string) => void;
  /** What is shown is no longer so. */
  onErased: () => void;
}

/** The bookings of one guest, and what can be done with what is held of them. */
export function FoundGuest({ guest, found, onSaid, onErased }: Props) {
  const t = useTranslations('guests');
  const calls = useCalls();
  const columns = useColumns();
  const [isAsking, setAsking] = useState(false);
  const exported = useMutation(
    calls.guests.export.mutationOptions({
      onSuccess: (content) => {
        saveFile(`guest-${content.exportedAt.slice(0, 10)}.json`, content);
        onSaid(t('exported'));
      },
    }),
  );
  const canErase = found.bookings.some(({ isOver, isErased }) => isOver && !isErased);
  return (
    <Section
      title={t('found', { count: found.bookings.length })}
      intro={t(`matchedBy.${found.matchedBy}`)}
      aside={
        <div className="flex flex-wrap gap-2">
          <Button disabled={exported.isPending} onClick={() => exported.mutate({ guest })}>
            <Download size={15} aria-hidden />
            {t(exported.isPending ? 'exporting' : 'export')}
          </Button>
          <Button tone="danger" disabled={!canErase} onClick={() => setAsking(true)}>
            {t('erase')}
          </Button>
        </div>
      }
    >
      <CallNotice error={exported.error} />
      <DataTable
        caption={t('caption')}
        columns={columns}
        rows={found.bookings}
        rowKey={({ supplierId, bookingId }) => `${supplierId}:${bookingId}`}
      />
      <ul className="mt-3 flex flex-col gap-1 text-12 text-muted">
        {!canErase && <li>{t('nothing')}</li>}
        <li>{t('audited')}</li>
      </ul>
      {isAsking && (
        <EraseQuestion
          guest={guest}
          found={found}
          onClose={() => setAsking(false)}
          onErased={(count) => {
            setAsking(false);
            onSaid(t('done', { count }));
            onErased();
          }}
        />
      )}
    </Section>
  );
}
