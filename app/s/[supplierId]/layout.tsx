import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { AppFrame } from '#components/frame/app-frame.tsx';
import { RAIL_COOKIE } from '#components/frame/rail-cookie.ts';
import { THEME_COOKIE, themeOf } from '#components/theme/theme.ts';

interface Props {
  params: Promise<{ supplierId: string }>;
  children: ReactNode;
}

export default async function SupplierLayout({ params, children }: Props) {
  const { supplierId } = await params;
  if (!/^[1-9]\d{0,14}$/.test(supplierId)) notFound();
  const jar = await cookies();
  return (
    <AppFrame
      supplierId={Number(supplierId)}
      theme={themeOf(jar.get(THEME_COOKIE)?.value)}
      isRailNarrow={jar.get(RAIL_COOKIE)?.value !== 'wide'}
    >
      {children}
    </AppFrame>
  );
}
