'use client';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface Props {
  checked: boolean;
  /** Some, not all, of what it stands for. */
  mixed?: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
  className?: string;
  hideLabel?: boolean;
}

/** A tick box with its words. */
export function Tick({ checked, mixed = false, onChange, children, className, hideLabel }: Props) {
  return (
    <label
      className={classNames(
        'inline-flex cursor-pointer items-center gap-2 touch:min-h-11',
        className,
      )}
    >
      <input
        type="checkbox"
        checked={checked}
        ref={(element) => {
          if (element) element.indeterminate = mixed && !checked;
        }}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 shrink-0 cursor-pointer accent-accent"
      />
      <span className={hideLabel ? 'sr-only' : undefined}>{children}</span>
    </label>
  );
}
