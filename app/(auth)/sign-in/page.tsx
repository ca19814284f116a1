import type { Metadata } from 'next';
import { SignInForm } from '#components/auth/sign-in-form.tsx';
import { requestIntl } from '#components/i18n/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await requestIntl();
  return { title: `${messages.auth.title} · ${messages.app.name}` };
}

export default async function SignInPage() {
  const { messages } = await requestIntl();
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <div className="w-full max-w-[380px] rounded-[10px] border border-line bg-surface p-6 sm:p-8">
        {/* biome-ignore lint/performance/noImgElement: the mark is a small vector of our own */}
        <img src="/icon.svg" alt="" width={36} height={36} className="mb-5" />
        <h1 className="text-20 font-semibold">{messages.auth.title}</h1>
        <p className="mt-1 mb-6 text-14 text-muted">{messages.auth.intro}</p>
        <SignInForm />
      </div>
    </main>
  );
}
