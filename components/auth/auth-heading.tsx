'use client';
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  title: ReactNode;
  children?: ReactNode;
  /** The card has just changed: a screen reader goes on from its new title. */
  isNew?: boolean;
}

/** What a card is about, and one sentence. */
export function AuthHeading({ title, children, isNew = false }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isNew) heading.current?.focus();
  }, [isNew]);
  return (
    <header className="mb-6">
      <h1 ref={heading} tabIndex={-1} className="text-20 font-semibold outline-none">
        {title}
      </h1>
      {children && <p className="mt-1 text-14 text-muted">{children}</p>}
    </header>
  );
}
