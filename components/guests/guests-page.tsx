'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Announcement } from '#components/calendar/states/announcement.tsx';
import { PageBody } from '#components/settings/page/page-body.tsx';
import { useSaid } from '#components/settings/parts/use-said.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { Section } from '#components/ui/form/section.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import type { GuestInput } from '#server/domain/guests/schema.ts';
import { FoundGuest } from './found-guest.tsx';
import { GUEST_BYS, type GuestBy, guestQueryOf } from './guest-query.ts';

const BAD = { email: 'badEmail', phone: 'badPhone', booking: 'badBooking' } as const;
const TYPES = { email: 'email', phone: 'tel', booking: 'text' } as const;

interface SearchProps {
  supplierId: number;
  isWorking: boolean;
  onFind: (guest: GuestInput) => void;
  /** Something else is about to be looked for. */
  onOther: () => void;
}

function Search({ supplierId, isWorking, onFind, onOther }: SearchProps) {
  const t = useTranslations('guests');
  const suppliers = useQuery(useCalls().suppliers.list.queryOptions({})).data ?? [];
  const [by, setBy] = useState<GuestBy>('email');
  const [text, setText] = useState('');
  const [bookedAt, setBookedAt] = useState(supplierId);
  const [wasTried, setTried] = useState(false);
  const guest = guestQueryOf(by, text, bookedAt);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (guest) onFind(guest);
  };
  return (
    <Section title={t('search')}>
      <form onSubmit={submit} noValidate className="flex max-w-130 flex-col items-start gap-4">
        <Segmented
          legend={t('by')}
          segments={GUEST_BYS.map((value) => ({ value, label: t(`bys.${value}`) }))}
          value={by}
          onChange={(value) => {
            setBy(value);
            setText('');
            setTried(false);
            onOther();
          }}
        />
        {by === 'booking' && suppliers.length > 1 && (
          <SelectField
            className="w-full"
            label={t('supplier')}
            options={suppliers.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={String(bookedAt)}
            onChange={(id) => setBookedAt(Number(id))}
          />
        )}
        <InputField
          className="w-full"
          label={t(by)}
          hint={by === 'email' ? undefined : t(`${by}Hint`)}
          error={wasTried && !guest ? t(BAD[by]) : undefined}
          type={TYPES[by]}
          inputMode={by === 'booking' ? 'numeric' : undefined}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" tone="primary" disabled={isWorking}>
          {t(isWorking ? 'finding' : 'find')}
        </Button>
      </form>
    </Section>
  );
}

/** Finds what is held of a guest, hands it over and erases it. */
export function GuestsPage({ supplierId }: { supplierId: number }) {
  const t = useTranslations();
  const calls = useCalls();
  const [said, say] = useSaid();
  const find = useMutation(calls.guests.find.mutationOptions());
  const asked = find.variables?.guest;
  return (
    <PageBody title={t('settings.pages.guests')} intro={t('guests.intro')} needs="guests:write">
      <Search
        supplierId={supplierId}
        isWorking={find.isPending}
        onFind={(guest) => find.mutate({ guest })}
        onOther={find.reset}
      />
      <CallNotice error={find.error} />
      {find.data && find.data.bookings.length === 0 && (
        <EmptyState title={t('guests.noneTitle')}>{t('guests.none')}</EmptyState>
      )}
      {find.data && asked && find.data.bookings.length > 0 && (
        <FoundGuest
          guest={asked}
          found={find.data}
          onSaid={say}
          onErased={() => find.mutate({ guest: asked })}
        />
      )}
      <Announcement said={said} />
    </PageBody>
  );
}
