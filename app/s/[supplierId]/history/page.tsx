import type { Metadata } from 'next';
import { pagePath, type SearchParams } from '#app/page-path.ts';
import { signedIn } from '#app/signed-in.ts';
import { PastPage } from '#components/history/past-page.tsx';
import { requestIntl } from '#components/i18n/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.history.pastTitle} · ${messages.app.name}` };
}

interface Props {
  params: Promise<{ supplierId: string }>;
  searchParams: SearchParams;
}

export default async function Page({ params, searchParams }: Props) {
  const { supplierId } = await params;
  await signedIn(await pagePath(`/s/${supplierId}/history`, searchParams));
  return <PastPage supplierId={Number(supplierId)} />;
}
