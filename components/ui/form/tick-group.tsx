'use client';
import { type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';
import { Tick } from '../tick.tsx';
import { FieldNotes, noteIds } from './field.tsx';

interface Props<T extends string | number> {
  legend: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  options: readonly { readonly value: T; readonly label: ReactNode }[];
  values: readonly T[];
  /** Called with the ticked values, in the order of the options. */
  onChange: (values: T[]) => void;
  disabled?: boolean;
  /** One below the other instead of in a line. */
  stacked?: boolean;
  className?: string;
}

/** Any number of a few, each with a tick box. */
export function TickGroup<T extends string | number>(props: Props<T>) {
  const { legend, hint, error, options, values, onChange, disabled, stacked, className } = props;
  const id = useId();
  return (
    <fieldset
      disabled={disabled}
      aria-describedby={noteIds(id, { hint, error })}
      className={classNames('min-w-0', className)}
    >
      <legend className="mb-1 text-13 font-medium">{legend}</legend>
      <div
        className={classNames(
          'flex gap-x-4 gap-y-2 touch:gap-y-0',
          stacked ? 'flex-col' : 'flex-wrap',
        )}
      >
        {options.map(({ value, label }) => (
          <Tick
            key={value}
            checked={values.includes(value)}
            onChange={(ticked) =>
              onChange(
                options
                  .map((option) => option.value)
                  .filter((one) => (one === value ? ticked : values.includes(one))),
              )
            }
            className="text-13"
          >
            {label}
          </Tick>
        ))}
      </div>
      <FieldNotes id={id} hint={hint} error={error} />
    </fieldset>
  );
}
