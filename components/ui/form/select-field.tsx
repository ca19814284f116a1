'use client';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { INPUT_CLASS } from '../text-field.tsx';
import { Field } from './field.tsx';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

interface Props<T extends string> {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
  disabled?: boolean;
  className?: string;
}

/** One of many; for two to four, `Segmented` shows them all at once. */
export function SelectField<T extends string>(props: Props<T>) {
  const { label, hint, error, options, value, onChange, disabled, className } = props;
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => (
        <select
          {...control}
          value={value}
          disabled={disabled}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen) onChange(chosen.value);
          }}
          className={classNames(INPUT_CLASS, 'pr-1')}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
