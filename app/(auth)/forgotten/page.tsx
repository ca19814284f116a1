import type { Metadata } from 'next';
import { ForgottenForm } from '#components/auth/forgotten-form.tsx';
import { NoMail } from '#components/auth/no-mail.tsx';
import { requestIntl } from '#components/i18n/request.ts';
import { getApp } from '#server/composition.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.auth.forgottenTitle} · ${messages.app.name}` };
}

export default async function Page() {
  // The request first: asking for it tells a build to leave the page to the server.
  await requestIntl();
  const { mailer } = await getApp();
  return mailer === null ? <NoMail /> : <ForgottenForm />;
}
