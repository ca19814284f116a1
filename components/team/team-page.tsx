'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Announcement } from '#components/calendar/states/announcement.tsx';
import { useMay } from '#components/settings/page/gate.tsx';
import { PageBody } from '#components/settings/page/page-body.tsx';
import { useSaid } from '#components/settings/parts/use-said.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Reading } from '#components/ui/form/waiting.tsx';
import { InvitationsSection } from './invitations-section.tsx';
import { InviteSection } from './invite-section.tsx';
import { MembersSection } from './members-section.tsx';
import { OrganisationSection } from './organisation-section.tsx';

/** Who has access to the organisation. */
export function TeamPage() {
  const t = useTranslations();
  const team = useQuery(useCalls().team.list.queryOptions({}));
  const mayWrite = useMay('team:write');
  const [said, say] = useSaid();
  return (
    <PageBody title={t('settings.pages.team')} intro={t('team.intro')} needs="team:read">
      <Reading query={team} lines={6}>
        {({ members, invitations }) => (
          <>
            <MembersSection members={members} mayWrite={mayWrite} onSaid={say} />
            <InvitationsSection invitations={invitations} mayWrite={mayWrite} onSaid={say} />
          </>
        )}
      </Reading>
      {mayWrite && <InviteSection />}
      {mayWrite && <OrganisationSection />}
      <Announcement said={said} />
    </PageBody>
  );
}
