'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import { Confirm } from '#components/ui/form/confirm.tsx';
import { Tick } from '#components/ui/tick.tsx';
import type { GuestInput, GuestView } from '#server/domain/guests/schema.ts';

interface Props {
  guest: GuestInput;
  found: GuestView;
  onErased: (count: number) => void;
  onClose: () => void;
}

/** Says what goes, what stays and what others keep, before a guest's data are erased. */
export function EraseQuestion({ guest, found, onErased, onClose }: Props) {
  const t = useTranslations('guests');
  const calls = useCalls();
  const [isUnderstood, setUnderstood] = useState(false);
  const erase = useMutation(
    calls.guests.erase.mutationOptions({
      onSuccess: ({ erased }) => onErased(erased.length),
    }),
  );
  const open = found.bookings.filter(({ isErased }) => !isErased);
  const over = open.filter(({ isOver }) => isOver).length;
  return (
    <Confirm
      title={t('eraseTitle')}
      action={t(erase.isPending ? 'erasing' : 'eraseAction')}
      tone="danger"
      isWorking={erase.isPending || !isUnderstood}
      error={erase.error}
      onCancel={onClose}
      onConfirm={() => erase.mutate({ guest, confirm: true })}
    >
      <ul className="flex list-disc flex-col gap-2 pl-5">
        <li>{t('goes', { count: over })}</li>
        <li>{t('stays')}</li>
        {open.length > over && <li>{t('waits', { count: open.length - over })}</li>}
        <li>{t('upstream')}</li>
      </ul>
      <Tick checked={isUnderstood} onChange={setUnderstood}>
        {t('understood')}
      </Tick>
    </Confirm>
  );
}
