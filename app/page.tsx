import { redirect } from 'next/navigation';
import { NoSupplier } from '#components/frame/no-supplier.tsx';
import { listSuppliers } from '#server/domain/suppliers/list-suppliers.ts';
import { signedIn } from './signed-in.ts';

export default async function StartPage() {
  const { app, call } = await signedIn('/');
  const [first] = await listSuppliers(app, call);
  if (first) redirect(`/s/${first.id}/calendar`);
  return <NoSupplier />;
}
