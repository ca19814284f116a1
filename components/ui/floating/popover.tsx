'use client';
import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '../class-names.ts';

interface Props {
  /** What the button shows. */
  label: ReactNode;
  /** The button's name where its content is no text. */
  name?: string;
  children: ReactNode;
  buttonClassName?: string;
  align?: 'left' | 'right' | 'above';
  /** For what is made only when it is wanted. */
  onOpen?: () => void;
}

const ALIGN = {
  left: 'left-0 top-full mt-1',
  right: 'right-0 top-full mt-1',
  above: 'bottom-full mb-1 max-md:right-0 md:left-0',
} as const;

/** A button that opens a small panel; Escape or a press elsewhere closes it. */
export function Popover(props: Props) {
  const { label, name, children, buttonClassName, align = 'left', onOpen } = props;
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const element = details.current;
      if (element?.open && event.target instanceof Node && !element.contains(event.target))
        element.open = false;
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, []);
  return (
    <details
      ref={details}
      className="relative"
      onToggle={(event) => event.currentTarget.open && onOpen?.()}
      onKeyDown={(event) => {
        const element = details.current;
        if (event.key !== 'Escape' || !element?.open) return;
        event.stopPropagation();
        element.open = false;
        element.querySelector('summary')?.focus();
      }}
    >
      <summary
        aria-label={name}
        title={name}
        className={classNames('list-none [&::-webkit-details-marker]:hidden', buttonClassName)}
      >
        {label}
      </summary>
      <div
        className={classNames(
          'absolute z-40 min-w-56 rounded-md border border-line bg-raised p-3 shadow-float',
          ALIGN[align],
        )}
      >
        {children}
      </div>
    </details>
  );
}
