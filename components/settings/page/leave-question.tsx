'use client';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { setLeaveGuard } from '#components/frame/leave-guard.ts';
import { Confirm } from '#components/ui/form/confirm.tsx';

/** The link of our own that a plain click follows in this tab. */
function followedLink(event: MouseEvent): HTMLAnchorElement | null {
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey);
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!isPlain || event.defaultPrevented || !(link instanceof HTMLAnchorElement)) return null;
  const staysHere = link.target !== '' || link.hasAttribute('download') || link.hash !== '';
  return staysHere || link.origin !== window.location.origin ? null : link;
}

/**
 * Asks before a page with unsaved input is left: by link, back button, switch or closing. It has a
 * form of its own and therefore stands beside the one that it watches, never in it.
 */
export function LeaveQuestion({ isDirty }: { isDirty: boolean }) {
  const t = useTranslations('settings');
  const router = useRouter();
  const [pending, setPending] = useState<{ go: () => void } | null>(null);
  const isLeaving = useRef(false);
  useEffect(() => {
    if (!isDirty) return;
    const ask = (go: () => void) => setPending({ go });
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = followedLink(event);
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      ask(() => router.push(`${link.pathname}${link.search}` as Route));
    };
    const onNavigate = (event: NavigateEvent) => {
      if (event.navigationType !== 'traverse' || !event.cancelable || isLeaving.current) return;
      event.preventDefault();
      const { key } = event.destination;
      ask(() => void window.navigation.traverseTo(key));
    };
    // Not in every browser; there the back button leaves without a question.
    const history = 'navigation' in window ? window.navigation : null;
    setLeaveGuard(ask);
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, { capture: true });
    history?.addEventListener('navigate', onNavigate);
    return () => {
      setLeaveGuard(null);
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, { capture: true });
      history?.removeEventListener('navigate', onNavigate);
    };
  }, [isDirty, router]);
  if (!pending) return null;
  return (
    <Confirm
      title={t('leaveTitle')}
      action={t('leaveAction')}
      tone="danger"
      onCancel={() => setPending(null)}
      onConfirm={() => {
        isLeaving.current = true;
        setPending(null);
        pending.go();
      }}
    >
      <p>{t('leave')}</p>
    </Confirm>
  );
}
