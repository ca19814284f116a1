import type { Metadata } from 'next';
import { signedIn } from '#app/signed-in.ts';
import { requestIntl } from '#components/i18n/request.ts';
import { PropertyPage } from '#components/settings/property/property-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.settings.pages.property} · ${messages.app.name}` };
}

export default async function Page({ params }: { params: Promise<{ supplierId: string }> }) {
  const { supplierId } = await params;
  await signedIn(`/s/${supplierId}/settings`);
  return <PropertyPage supplierId={Number(supplierId)} />;
}
