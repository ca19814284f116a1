import type { Metadata } from 'next';
import { CalendarPage } from '#components/calendar/calendar-page.tsx';
import { requestIntl } from '#components/i18n/request.ts';
import { signedIn } from '../../../signed-in.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.calendar.title} · ${messages.app.name}` };
}

interface Props {
  params: Promise<{ supplierId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { supplierId } = await params;
  const named = Object.entries(await searchParams).filter(([, value]) => typeof value === 'string');
  const query = new URLSearchParams(named as [string, string][]).toString();
  await signedIn(`/s/${supplierId}/calendar${query ? `?${query}` : ''}`);
  return <CalendarPage supplierId={Number(supplierId)} />;
}
