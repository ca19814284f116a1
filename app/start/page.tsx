import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { requestIntl } from '#components/i18n/request.ts';
import { AskOwner } from '#components/start/ask-owner.tsx';
import { type Screen, StartPage } from '#components/start/start-page.tsx';
import { getAccount } from '#server/domain/accounts/get-account.ts';
import { listSuppliers } from '#server/domain/suppliers/list-suppliers.ts';
import { isAllowed } from '#server/domain/tenancy/actor.ts';
import { visitor } from '../signed-in.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.start.title} · ${messages.app.name}` };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where the first run goes on: from the start without a property, later where the address says. */
function screenOf(step: string | string[] | undefined, hasSupplier: boolean): Screen | null {
  if (!hasSupplier) return 'ask';
  return step === 'read' || step === 'settings' ? step : null;
}

export default async function Page({ searchParams }: Props) {
  const { app, person, call } = await visitor('/start');
  if (!call) redirect('/account');
  const suppliers = await listSuppliers(app, call);
  const screen = screenOf((await searchParams).step, suppliers.length > 0);
  if (screen === null) redirect('/');
  const { organisations, activeOrganisationId } = await getAccount(app, {
    person,
    actor: call.actor,
  });
  const organisation = organisations.find(({ id }) => id === activeOrganisationId)?.name ?? '';
  if (isAllowed(call.actor, 'connections:write'))
    return <StartPage organisation={organisation} first={screen} />;
  if (suppliers.length > 0) redirect('/');
  return <AskOwner organisation={organisation} />;
}
