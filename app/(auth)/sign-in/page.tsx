import type { Metadata } from 'next';
import { SignInForm } from '#components/auth/sign-in-form.tsx';
import { requestIntl } from '#components/i18n/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.auth.title} · ${messages.app.name}` };
}

export default function Page() {
  return <SignInForm />;
}
