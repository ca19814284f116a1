import type { Metadata } from 'next';
import { CalendarPage } from '#components/calendar/calendar-page.tsx';
import { requestIntl } from '#components/i18n/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.calendar.title} · ${messages.app.name}` };
}

export default async function Page({ params }: { params: Promise<{ supplierId: string }> }) {
  return <CalendarPage supplierId={Number((await params).supplierId)} />;
}
