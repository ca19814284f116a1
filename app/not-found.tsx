import { requestIntl } from '#components/i18n/request.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default async function NotFoundPage() {
  const { messages } = await requestIntl();
  return (
    <main className="flex h-dvh">
      <title>{`${messages.frame.notFoundTitle} · ${messages.app.name}`}</title>
      <EmptyState
        title={messages.frame.notFoundTitle}
        action={
          <a href="/" className="tap font-medium text-accent underline">
            {messages.frame.toFirst}
          </a>
        }
      >
        {messages.frame.notFound}
      </EmptyState>
    </main>
  );
}
