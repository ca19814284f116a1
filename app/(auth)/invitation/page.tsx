import type { Metadata } from 'next';
import { InvitationCard } from '#components/auth/invitation/invitation-card.tsx';
import { requestIntl } from '#components/i18n/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return {
    title: `${messages.auth.invitationTitle} · ${messages.app.name}`,
    referrer: 'no-referrer',
  };
}

export default function Page() {
  return <InvitationCard />;
}
