'use client';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { useFieldRule } from '../field-rule/use-field-rule.ts';
import { INPUT_CLASS } from '../text-field.tsx';
import { Field } from './field.tsx';

interface Props extends Omit<ComponentProps<'input'>, 'onInvalid' | 'onInput'> {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** Stands inside the field at its right, for instance a unit. */
  suffix?: ReactNode;
}

/** A line of text, a number or an address; `className` is for the field as a whole. */
export function InputField({ label, hint, error, suffix, className, ...rest }: Props) {
  const { problem, events } = useFieldRule();
  return (
    <Field label={label} hint={hint} error={problem ?? error} className={className}>
      {(control) => (
        <span className="relative block">
          <input
            {...control}
            {...rest}
            {...events}
            className={classNames(INPUT_CLASS, 'figures', suffix ? 'pr-9' : undefined)}
          />
          {suffix && (
            <span
              aria-hidden
              className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-13 text-muted"
            >
              {suffix}
            </span>
          )}
        </span>
      )}
    </Field>
  );
}
