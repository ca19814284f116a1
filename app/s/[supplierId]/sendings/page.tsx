import type { Metadata } from 'next';
import { pagePath, type SearchParams } from '#app/page-path.ts';
import { signedIn } from '#app/signed-in.ts';
import { requestIntl } from '#components/i18n/request.ts';
import { SendingsPage } from '#components/sendings/sendings-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.sendings.title} · ${messages.app.name}` };
}

interface Props {
  params: Promise<{ supplierId: string }>;
  searchParams: SearchParams;
}

export default async function Page({ params, searchParams }: Props) {
  const { supplierId } = await params;
  await signedIn(await pagePath(`/s/${supplierId}/sendings`, searchParams));
  return <SendingsPage supplierId={Number(supplierId)} />;
}
