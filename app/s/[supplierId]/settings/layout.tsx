import type { ReactNode } from 'react';
import { SettingsFrame } from '#components/settings/page/settings-frame.tsx';

interface Props {
  params: Promise<{ supplierId: string }>;
  children: ReactNode;
}

export default async function SettingsLayout({ params, children }: Props) {
  const { supplierId } = await params;
  return <SettingsFrame supplierId={Number(supplierId)}>{children}</SettingsFrame>;
}
