import type { Metadata } from 'next';
import { pagePath, type SearchParams } from '#app/page-path.ts';
import { signedIn } from '#app/signed-in.ts';
import { requestIntl } from '#components/i18n/request.ts';
import { SyncPage } from '#components/sync/sync-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.sync.title} · ${messages.app.name}` };
}

interface Props {
  params: Promise<{ supplierId: string }>;
  searchParams: SearchParams;
}

export default async function Page({ params, searchParams }: Props) {
  const { supplierId } = await params;
  await signedIn(await pagePath(`/s/${supplierId}/sync`, searchParams));
  return <SyncPage supplierId={Number(supplierId)} />;
}
