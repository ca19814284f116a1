'use client';
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  title: ReactNode;
  children?: ReactNode;
}

/** The title of a screen; a screen reader goes on from it when the screen changes. */
export function StepHeading({ title, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <header className="mb-5">
      <h1 ref={heading} tabIndex={-1} className="text-20 font-semibold outline-none">
        {title}
      </h1>
      {children && <p className="mt-1 max-w-[64ch] text-14 text-muted">{children}</p>}
    </header>
  );
}
