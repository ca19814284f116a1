import type { Metadata } from 'next';
import { ResetForm } from '#components/auth/reset-form.tsx';
import { requestIntl } from '#components/i18n/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.auth.resetTitle} · ${messages.app.name}`, referrer: 'no-referrer' };
}

export default function Page() {
  return <ResetForm />;
}
