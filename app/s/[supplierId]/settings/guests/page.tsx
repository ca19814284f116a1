import type { Metadata } from 'next';
import { signedIn } from '#app/signed-in.ts';
import { GuestsPage } from '#components/guests/guests-page.tsx';
import { requestIntl } from '#components/i18n/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.settings.pages.guests} · ${messages.app.name}` };
}

export default async function Page({ params }: { params: Promise<{ supplierId: string }> }) {
  const { supplierId } = await params;
  await signedIn(`/s/${supplierId}/settings/guests`);
  return <GuestsPage supplierId={Number(supplierId)} />;
}
