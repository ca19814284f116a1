'use client';
import { type ReactNode, useId } from 'react';

/** What the control inside a field has to carry, to be named and described. */
export interface FieldControl {
  readonly id: string;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby': string | undefined;
}

interface Notes {
  /** What to know before filling it in. */
  hint?: ReactNode;
  /** What is wrong with it, in words. */
  error?: ReactNode;
}

/** The ids of the notes that there are, for `aria-describedby`. */
export function noteIds(id: string, { hint, error }: Notes): string | undefined {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean);
  return ids.join(' ') || undefined;
}

/** What to know about a control and what is wrong with it, below it. */
export function FieldNotes({ id, hint, error }: Notes & { id: string }) {
  return (
    <>
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-12 text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-12 text-wrong">
          {error}
        </p>
      )}
    </>
  );
}

interface Props extends Notes {
  label: ReactNode;
  className?: string | undefined;
  /** Draws the control. */
  children: (control: FieldControl) => ReactNode;
}

/** A control with its label above, and below it what to know and what is wrong. */
export function Field({ label, hint, error, className, children }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-13 font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': noteIds(id, { hint, error }),
      })}
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}
