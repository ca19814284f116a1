'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useSessionUser } from '#components/frame/use-session.ts';
import { useInstants } from '#components/settings/parts/use-instants.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice, fieldProblem } from '#components/ui/form/call-notice.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { Section } from '#components/ui/form/section.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { INPUT_CLASS } from '#components/ui/text-field.tsx';
import type { Role } from '#server/domain/tenancy/permissions.ts';
import { RoleChoice } from './role-choice.tsx';

interface Invited {
  readonly email: string;
  readonly link: string | null;
  readonly expiresAt: string;
}

function InvitedNotice({ email, link, expiresAt }: Invited) {
  const t = useTranslations('team');
  const date = useInstants().moment(expiresAt);
  return (
    <Notice tone="good" role="status">
      {link === null ? (
        <p>{t('invited', { email, date })}</p>
      ) : (
        <>
          <p>{t('inviteLink', { email, date })}</p>
          <div className="mt-2 flex flex-wrap gap-2">
            <input
              readOnly
              aria-label={t('link')}
              value={link}
              onFocus={(event) => event.target.select()}
              className={`${INPUT_CLASS} max-w-130 flex-1 basis-60`}
            />
            <CopyButton text={link} label={t('copyLink')} className="h-9" />
          </div>
        </>
      )}
    </Notice>
  );
}

/** Asks a colleague in. */
export function InviteSection() {
  const t = useTranslations('team');
  const calls = useCalls();
  const queries = useQueryClient();
  const hasMail = useSessionUser()?.hasMail ?? true;
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('reception');
  const [invited, setInvited] = useState<Invited | null>(null);
  const invite = useMutation(
    calls.team.invite.mutationOptions({
      onSuccess: ({ link, expiresAt }, sent) => {
        setInvited({ email: sent.email, link, expiresAt });
        setEmail('');
        void queries.invalidateQueries(calls.team.pathFilter());
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInvited(null);
    invite.mutate({ email: email.trim(), role });
  };
  return (
    <Section title={t('invite')} intro={t(hasMail ? 'inviteIntro' : 'inviteIntroNoMail')}>
      <form onSubmit={submit} className="flex max-w-130 flex-col gap-4">
        <InputField
          label={t('email')}
          type="email"
          autoComplete="off"
          required
          maxLength={320}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={fieldProblem(invite.error, 'email')}
        />
        <RoleChoice value={role} onChange={setRole} />
        <CallNotice error={invite.error} shown={['email']} />
        <div>
          <Button type="submit" tone="primary" disabled={invite.isPending}>
            {t('inviteAction')}
          </Button>
        </div>
      </form>
      {invited && (
        <div className="mt-4">
          <InvitedNotice {...invited} />
        </div>
      )}
    </Section>
  );
}
