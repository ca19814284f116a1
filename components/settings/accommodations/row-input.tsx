'use client';
import { useId } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { INPUT_CLASS } from '#components/ui/text-field.tsx';

interface Props {
  label: string;
  value: string;
  placeholder?: string | undefined;
  error: string | undefined;
  isMoney: boolean;
  onChange: (text: string) => void;
}

/** A figure in a table; its label is spoken, since the column's header shows it. */
export function RowInput({ label, value, placeholder, error, isMoney, onChange }: Props) {
  const id = useId();
  return (
    <span className="block max-lg:w-40 lg:min-w-18">
      <span className="relative block">
        <input
          aria-label={label}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? id : undefined}
          inputMode={isMoney ? 'decimal' : 'numeric'}
          autoComplete="off"
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={classNames(
            INPUT_CLASS,
            'figures px-2 text-right placeholder:text-12 placeholder:italic',
            isMoney && 'pr-6',
          )}
        />
        {isMoney && (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-12 text-muted"
          >
            €
          </span>
        )}
      </span>
      {error && (
        <span id={id} className="mt-1 block text-left text-12 text-wrong">
          {error}
        </span>
      )}
    </span>
  );
}
