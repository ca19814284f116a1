'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { Button } from '../button.tsx';
import { classNames } from '../class-names.ts';
import { EmptyState } from '../empty-state.tsx';

/** Grey lines where text is about to be. */
export function Skeleton({ lines = 3, className }: { lines?: number; className?: string }) {
  const t = useTranslations('app');
  const widths = ['w-2/3', 'w-1/2', 'w-3/4', 'w-2/5'];
  return (
    <div
      role="status"
      aria-label={t('loading')}
      className={classNames('flex flex-col gap-3', className)}
    >
      {Array.from({ length: lines }, (_, i) => i).map((line) => (
        <div
          key={line}
          className={classNames('skeleton h-4 rounded bg-closed', widths[line % widths.length])}
        />
      ))}
    </div>
  );
}

interface FailedProps {
  error: unknown;
  onRetry: () => void;
  isRetrying?: boolean;
}

/** A read that failed: not for this person, no network, or the server's own words; one action. */
export function ReadFailed({ error, onRetry, isRetrying = false }: FailedProps) {
  const t = useTranslations();
  const { httpStatus, message } = callErrorOf(error);
  if (httpStatus === 401) return <Skeleton />;
  if (httpStatus === 403 || httpStatus === 404)
    return (
      <EmptyState
        title={t('form.forbiddenTitle')}
        action={
          <Link href="/" className="tap font-medium text-accent underline">
            {t('form.toStart')}
          </Link>
        }
      >
        {t('form.forbidden')}
      </EmptyState>
    );
  return (
    <EmptyState
      title={t('form.failedTitle')}
      action={
        <Button tone="primary" disabled={isRetrying} onClick={onRetry}>
          {t('app.retry')}
        </Button>
      }
    >
      {message || t('form.unreachable')}
    </EmptyState>
  );
}

/** No network: nothing to press, the page goes on by itself. */
function Offline() {
  const t = useTranslations('form');
  return <EmptyState title={t('offlineTitle')}>{t('offline')}</EmptyState>;
}

interface ReadingProps<T> {
  /** A query, as `useQuery` gives it. */
  query: {
    readonly data: T | undefined;
    readonly error: unknown;
    readonly isFetching: boolean;
    /** Without a network nothing is asked until it is back. */
    readonly isPaused: boolean;
    readonly refetch: () => unknown;
  };
  /** Lines of the skeleton. */
  lines?: number;
  children: (data: T) => ReactNode;
}

/** What a query shows: grey lines, why it failed, or its data. */
export function Reading<T>({ query, lines, children }: ReadingProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPaused) return <Offline />;
  if (query.error == null) return <Skeleton {...(lines === undefined ? {} : { lines })} />;
  return (
    <ReadFailed
      error={query.error}
      isRetrying={query.isFetching}
      onRetry={() => void query.refetch()}
    />
  );
}
