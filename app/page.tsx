import { redirect } from 'next/navigation';
import { listSuppliers } from '#server/domain/suppliers/list-suppliers.ts';
import { signedIn } from './signed-in.ts';

export default async function FirstPage() {
  const { app, call } = await signedIn('/');
  const [first] = await listSuppliers(app, call);
  redirect(first ? `/s/${first.id}/calendar` : '/start');
}
