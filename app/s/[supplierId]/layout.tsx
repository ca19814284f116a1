import { cookies, headers } from 'next/headers';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { AppFrame } from '#components/frame/app-frame.tsx';
import { RAIL_COOKIE } from '#components/frame/rail-cookie.ts';
import { THEME_COOKIE, themeOf } from '#components/theme/theme.ts';
import { getApp } from '#server/composition.ts';
import { isWithinReach } from '#server/domain/suppliers/data.ts';
import { isAllowed } from '#server/domain/tenancy/actor.ts';
import { CAPABILITIES } from '#server/domain/tenancy/permissions.ts';

interface Props {
  params: Promise<{ supplierId: string }>;
  children: ReactNode;
}

export default async function SupplierLayout({ params, children }: Props) {
  const { supplierId } = await params;
  if (!/^[1-9]\d{0,14}$/.test(supplierId)) notFound();
  const [jar, asked] = await Promise.all([cookies(), headers()]);
  // A stranger is sent to sign in by the page itself, which knows its own address.
  const app = await getApp();
  const { actor } = await app.resolveActor(asked);
  const id = Number(supplierId);
  // Nothing is written before this is known, so that the answer's status says it too.
  if (actor && !(await isWithinReach(app.database, actor, id))) notFound();
  return (
    <AppFrame
      supplierId={id}
      theme={themeOf(jar.get(THEME_COOKIE)?.value)}
      isRailNarrow={jar.get(RAIL_COOKIE)?.value !== 'wide'}
      capabilities={CAPABILITIES.filter((one) => actor && isAllowed(actor, one))}
    >
      {children}
    </AppFrame>
  );
}
