import type { Metadata } from 'next';
import { requestIntl } from '#components/i18n/request.ts';
import { PlatformPage } from '#components/platform/platform-page.tsx';
import { visitor } from '../signed-in.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.platform.title} · ${messages.app.name}` };
}

export default async function Page() {
  const { person } = await visitor('/platform');
  const { isPlatformAdmin, hasTwoFactor } = person;
  return (
    <PlatformPage access={!isPlatformAdmin ? 'forbidden' : hasTwoFactor ? 'open' : 'twoFactor'} />
  );
}
