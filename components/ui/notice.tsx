import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const TONES = {
  plain: 'border-line bg-weekend text-ink',
  staged: 'border-staged-line/50 bg-staged text-staged-ink',
  wrong: 'border-wrong/40 bg-wrong-soft text-wrong',
  good: 'border-good/40 bg-good-soft text-good',
} as const;

interface Props {
  tone?: keyof typeof TONES;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
  role?: 'alert' | 'status';
}

/** A sentence that matters, with at most one thing to do about it. */
export function Notice({ tone = 'plain', children, action, className, role }: Props) {
  return (
    <div
      role={role}
      className={classNames(
        'flex items-center gap-3 rounded-md border px-3 py-2 text-13',
        TONES[tone],
        className,
      )}
    >
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
