'use client';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import type { ComponentProps, MouseEvent } from 'react';

interface Props extends Omit<ComponentProps<'a'>, 'href' | 'onClick'> {
  href: string;
  /** Told when this very page is left for the other. */
  onFollow?: () => void;
}

/** A link to a page of the app that fetches nothing before it is followed, and weighs little. */
export function PageLink({ href, onFollow, ...rest }: Props) {
  const router = useRouter();
  const follow = (event: MouseEvent) => {
    // Another tab, window or download is the browser's.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    onFollow?.();
    router.push(href as Route);
  };
  return <a href={href} onClick={follow} {...rest} />;
}
