'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useSessionUser } from '#components/frame/use-session.ts';
import { useInstants } from '#components/settings/parts/use-instants.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/form/confirm.tsx';
import { type Column, DataTable } from '#components/ui/form/data-table.tsx';
import { Section } from '#components/ui/form/section.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { TeamView } from '#server/domain/tenancy/schema.ts';
import { RoleChoice } from './role-choice.tsx';

type Member = TeamView['members'][number];

interface DialogProps {
  member: Member;
  onSaid: (text: string) => void;
  onClose: () => void;
}

function ChangeRole({ member, onSaid, onClose }: DialogProps) {
  const t = useTranslations('team');
  const calls = useCalls();
  const queries = useQueryClient();
  const [role, setRole] = useState(member.role);
  const change = useMutation(
    calls.team.changeRole.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(calls.team.pathFilter());
        if (member.isSelf) await queries.invalidateQueries(calls.account.get.queryFilter());
        onSaid(t('roleChanged', { name: member.name, role: t(`roles.${role}`) }));
        onClose();
      },
    }),
  );
  return (
    <Confirm
      title={t('changeRoleOf', { name: member.name })}
      action={t('changeRoleAction')}
      isWorking={change.isPending}
      error={change.error}
      onCancel={onClose}
      onConfirm={() =>
        role === member.role ? onClose() : change.mutate({ memberId: member.id, role })
      }
    >
      <RoleChoice value={role} onChange={setRole} />
      {member.isSelf && role !== member.role && <Notice tone="staged">{t('changeOwn')}</Notice>}
    </Confirm>
  );
}

function RemoveMember({ member, onSaid, onClose }: DialogProps) {
  const t = useTranslations('team');
  const calls = useCalls();
  const queries = useQueryClient();
  const user = useSessionUser();
  const organisation = user?.organisations.find(({ id }) => id === user.activeOrganisationId);
  const remove = useMutation(
    calls.team.remove.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(calls.team.pathFilter());
        onSaid(t('removed', { name: member.name }));
        onClose();
      },
    }),
  );
  return (
    <Confirm
      title={t('removeTitle', { name: member.name })}
      action={t('remove')}
      tone="danger"
      isWorking={remove.isPending}
      error={remove.error}
      onCancel={onClose}
      onConfirm={() => remove.mutate({ memberId: member.id })}
    >
      <p>{t('removeText', { name: member.name, organisation: organisation?.name ?? '' })}</p>
    </Confirm>
  );
}

interface Props {
  members: readonly Member[];
  mayWrite: boolean;
  onSaid: (text: string) => void;
}

/** Who is in the team, as what, and since when. */
export function MembersSection({ members, mayWrite, onSaid }: Props) {
  const t = useTranslations('team');
  const locale = useLocale();
  const instants = useInstants();
  const [dialog, setDialog] = useState<{ kind: 'role' | 'remove'; member: Member } | null>(null);
  const owners = members.filter(({ role }) => role === 'owner').length;
  const isLastOwner = ({ role }: Member) => role === 'owner' && owners === 1;
  const rows = members.toSorted((a, b) => a.name.localeCompare(b.name, locale));
  const columns: Column<Member>[] = [
    {
      key: 'person',
      header: t('person'),
      cell: ({ name, email, isSelf }) => (
        <span className="block min-w-0">
          <span className="block wrap-anywhere">
            {name}
            {isSelf && <span className="font-normal text-muted"> ({t('you')})</span>}
          </span>
          <span className="block text-12 font-normal wrap-anywhere text-muted">{email}</span>
        </span>
      ),
    },
    { key: 'role', header: t('role'), isUnbroken: true, cell: ({ role }) => t(`roles.${role}`) },
    {
      key: 'joined',
      header: t('joined'),
      isUnbroken: true,
      cell: ({ joinedAt }) => instants.date(joinedAt),
    },
    {
      key: 'twoFactor',
      header: t('twoFactor'),
      cell: ({ hasTwoFactor }) => (
        <span className={hasTwoFactor ? 'text-good' : 'text-muted'}>
          {t(hasTwoFactor ? 'twoFactorOn' : 'twoFactorOff')}
        </span>
      ),
    },
  ];
  if (mayWrite)
    columns.push({
      key: 'actions',
      header: t('actions'),
      isHeaderHidden: true,
      cell: (member) => (
        <span className="flex flex-wrap justify-end gap-2">
          <Button
            size="small"
            disabled={isLastOwner(member)}
            aria-label={t('changeRoleOf', { name: member.name })}
            onClick={() => setDialog({ kind: 'role', member })}
          >
            {t('changeRole')}
          </Button>
          {!member.isSelf && (
            <Button
              size="small"
              tone="danger"
              aria-label={t('removeOf', { name: member.name })}
              onClick={() => setDialog({ kind: 'remove', member })}
            >
              {t('remove')}
            </Button>
          )}
        </span>
      ),
    });
  const parts = { onSaid, onClose: () => setDialog(null) };
  return (
    <Section title={t('members')}>
      <DataTable caption={t('members')} columns={columns} rows={rows} rowKey={({ id }) => id} />
      <ul className="mt-3 flex flex-col gap-1 text-12 text-muted">
        {!mayWrite && <li>{t('readOnly')}</li>}
        {mayWrite && owners === 1 && <li>{t('lastOwner')}</li>}
        {mayWrite && <li>{t('self')}</li>}
      </ul>
      {dialog?.kind === 'role' && <ChangeRole member={dialog.member} {...parts} />}
      {dialog?.kind === 'remove' && <RemoveMember member={dialog.member} {...parts} />}
    </Section>
  );
}
