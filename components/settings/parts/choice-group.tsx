'use client';
import { type ReactNode, useId } from 'react';
import { classNames } from '#components/ui/class-names.ts';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint: string;
}

interface Props<T extends string> {
  legend: ReactNode;
  choices: readonly Choice<T>[];
  value: T;
  onChange: (value: T) => void;
  disabled?: boolean;
}

/** One of a few that each need a sentence: radio buttons, one below the other. */
export function ChoiceGroup<T extends string>(props: Props<T>) {
  const { legend, choices, value, onChange, disabled } = props;
  const id = useId();
  return (
    <fieldset disabled={disabled} className="min-w-0">
      <legend className="mb-1 text-13 font-medium">{legend}</legend>
      <div className="flex flex-col gap-1.5">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className={classNames(
              'flex cursor-pointer items-start gap-2.5 rounded-md border px-3 py-2 transition-colors duration-150',
              choice.value === value
                ? 'border-accent bg-accent-soft/60'
                : 'border-line hover:bg-weekend',
            )}
          >
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
              aria-describedby={`${id}-${choice.value}`}
              aria-labelledby={`${id}-${choice.value}-name`}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span id={`${id}-${choice.value}-name`} className="block text-13 font-medium">
                {choice.label}
              </span>
              <span id={`${id}-${choice.value}`} className="block text-12 text-muted">
                {choice.hint}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
