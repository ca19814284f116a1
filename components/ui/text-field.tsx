'use client';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export const INPUT_CLASS =
  'h-9 w-full min-w-0 rounded-md border border-control bg-surface px-2.5 text-14 text-ink touch:h-11 touch:text-16 placeholder:text-muted disabled:bg-weekend disabled:text-muted aria-invalid:border-wrong';

interface Props extends ComponentProps<'input'> {
  label: ReactNode;
  error?: string | null | undefined;
}

/** A field with its label above and what is wrong with it below. */
export function TextField({ label, error, className, ...rest }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-13 font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        className={classNames(INPUT_CLASS, 'figures')}
        {...rest}
      />
      {error && (
        <p id={`${id}-error`} className="mt-1 text-12 text-wrong">
          {error}
        </p>
      )}
    </div>
  );
}
