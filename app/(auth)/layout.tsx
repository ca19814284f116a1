import type { ReactNode } from 'react';
import { LocaleSwitch } from '#components/i18n/locale-switch.tsx';

/** The card that people without a session see. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-4">
      <div className="w-full max-w-[400px] rounded-[10px] border border-line bg-surface p-6 sm:p-8">
        {/* biome-ignore lint/performance/noImgElement: the mark is a small vector of our own */}
        <img src="/icon.svg" alt="" width={36} height={36} className="mb-5" />
        {children}
      </div>
      <div className="w-56">
        <LocaleSwitch />
      </div>
    </main>
  );
}
