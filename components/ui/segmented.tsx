'use client';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface Segment<T extends string> {
  value: T;
  label: ReactNode;
}

interface Props<T extends string> {
  legend: string;
  segments: readonly Segment<T>[];
  value: T | null;
  onChange: (value: T) => void;
  /** Fills the width it is given. */
  wide?: boolean;
}

/** One of a few, all in sight: radio buttons drawn as a row. */
export function Segmented<T extends string>({ legend, segments, value, onChange, wide }: Props<T>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={legend}
      className={classNames(
        'h-8 items-stretch rounded-md touch:h-[50px] border border-line-strong bg-surface p-0.5',
        wide ? 'flex w-full' : 'inline-flex',
      )}
    >
      {segments.map((segment) => (
        <label
          key={segment.value}
          className={classNames(
            'relative inline-flex cursor-pointer items-center justify-center rounded-[4px] px-2 text-12 font-medium whitespace-nowrap transition-colors duration-150 has-focus-visible:outline-2 has-focus-visible:outline-accent',
            wide && 'flex-1',
            segment.value === value
              ? 'bg-accent-soft text-accent-strong'
              : 'text-muted hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 cursor-pointer opacity-0"
            checked={segment.value === value}
            onChange={() => onChange(segment.value)}
          />
          {segment.label}
        </label>
      ))}
    </div>
  );
}
