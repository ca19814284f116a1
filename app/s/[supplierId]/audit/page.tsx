import type { Metadata } from 'next';
import { signedIn } from '#app/signed-in.ts';
import { AuditPage } from '#components/audit/audit-page.tsx';
import { requestIntl } from '#components/i18n/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.audit.title} · ${messages.app.name}` };
}

interface Props {
  params: Promise<{ supplierId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { supplierId } = await params;
  const named = Object.entries(await searchParams).filter(([, value]) => typeof value === 'string');
  const query = new URLSearchParams(named as [string, string][]).toString();
  await signedIn(`/s/${supplierId}/audit${query ? `?${query}` : ''}`);
  return <AuditPage supplierId={Number(supplierId)} />;
}
