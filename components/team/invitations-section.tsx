'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useInstants } from '#components/settings/parts/use-instants.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/form/confirm.tsx';
import { type Column, DataTable } from '#components/ui/form/data-table.tsx';
import { Section } from '#components/ui/form/section.tsx';
import type { TeamView } from '#server/domain/tenancy/schema.ts';

type Invitation = TeamView['invitations'][number];

interface Props {
  invitations: readonly Invitation[];
  mayWrite: boolean;
  onSaid: (text: string) => void;
}

/** Invitations that nobody has accepted yet. */
export function InvitationsSection({ invitations, mayWrite, onSaid }: Props) {
  const t = useTranslations('team');
  const calls = useCalls();
  const queries = useQueryClient();
  const instants = useInstants();
  const [asked, setAsked] = useState<Invitation | null>(null);
  const cancel = useMutation(
    calls.team.cancelInvitation.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(calls.team.pathFilter());
        onSaid(t('cancelled', { email: asked?.email ?? '' }));
        setAsked(null);
      },
    }),
  );
  if (invitations.length === 0) return null;
  const columns: Column<Invitation>[] = [
    { key: 'email', header: t('email'), cell: ({ email }) => email },
    { key: 'role', header: t('role'), cell: ({ role }) => t(`roles.${role}`) },
    { key: 'by', header: t('invitedBy'), cell: ({ invitedBy }) => invitedBy },
    { key: 'expires', header: t('expires'), cell: ({ expiresAt }) => instants.moment(expiresAt) },
  ];
  if (mayWrite)
    columns.push({
      key: 'actions',
      header: t('actions'),
      isHeaderHidden: true,
      cell: (invitation) => (
        <span className="flex justify-end">
          <Button
            size="small"
            aria-label={t('cancelOf', { email: invitation.email })}
            onClick={() => {
              cancel.reset();
              setAsked(invitation);
            }}
          >
            {t('cancel')}
          </Button>
        </span>
      ),
    });
  return (
    <Section title={t('invitations')}>
      <DataTable
        caption={t('invitations')}
        columns={columns}
        rows={invitations}
        rowKey={({ id }) => id}
      />
      {asked && (
        <Confirm
          title={t('cancelOf', { email: asked.email })}
          action={t('cancel')}
          tone="danger"
          isWorking={cancel.isPending}
          error={cancel.error}
          onCancel={() => setAsked(null)}
          onConfirm={() => cancel.mutate({ invitationId: asked.id })}
        >
          <p>{t('cancelText', { email: asked.email })}</p>
        </Confirm>
      )}
    </Section>
  );
}
