import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

const TONES = {
  primary:
    'bg-accent text-accent-ink border-transparent hover:bg-accent-strong disabled:bg-closed disabled:text-closed-ink',
  quiet:
    'bg-surface text-ink border-line-strong hover:bg-weekend disabled:text-muted disabled:border-line',
  bare: 'bg-transparent text-ink border-transparent hover:bg-closed/60 disabled:text-muted/60 disabled:hover:bg-transparent',
  danger: 'bg-surface text-wrong border-wrong/60 hover:bg-wrong-soft',
} as const;

export interface ButtonProps extends ComponentProps<'button'> {
  tone?: keyof typeof TONES;
  size?: 'small' | 'normal' | 'large';
  /** As wide as high, for a glyph. */
  isSquare?: boolean;
}

const SIZES = {
  small: 'h-7 text-12 gap-1 touch:h-11 touch:text-13',
  normal: 'h-8 text-13 gap-1.5 touch:h-11',
  large: 'h-11 text-14 gap-2',
} as const;

const WIDTHS = { small: 'px-2', normal: 'px-3', large: 'px-4' } as const;
const SQUARES = { small: 'w-7 touch:w-11', normal: 'w-8 touch:w-11', large: 'w-11' } as const;

export function Button({
  tone = 'quiet',
  size = 'normal',
  isSquare = false,
  className,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors duration-150 [&>svg]:shrink-0',
        SIZES[size],
        isSquare ? SQUARES[size] : WIDTHS[size],
        TONES[tone],
        className,
      )}
      {...rest}
    />
  );
}
