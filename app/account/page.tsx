import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { AccountPage } from '#components/account/account-page.tsx';
import { requestIntl } from '#components/i18n/request.ts';
import { THEME_COOKIE, themeOf } from '#components/theme/theme.ts';
import { visitor } from '../signed-in.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.account.title} · ${messages.app.name}` };
}

export default async function Page() {
  await visitor('/account');
  return <AccountPage theme={themeOf((await cookies()).get(THEME_COOKIE)?.value)} />;
}
