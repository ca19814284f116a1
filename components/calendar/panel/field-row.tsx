'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

interface Props {
  label: string;
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
  children: ReactNode;
  error?: string | null;
}

/** A value with its tick: unticked, it stays as it is. */
export function FieldRow({ label, isOn, onToggle, children, error }: Props) {
  const t = useTranslations('panel');
  return (
    <div className="flex gap-2.5 border-t border-line px-4 py-2.5">
      <input
        type="checkbox"
        aria-label={t('change', { field: label })}
        checked={isOn}
        onChange={(event) => onToggle(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 cursor-pointer accent-accent"
      />
      <div className="min-w-0 flex-1">
        <p className="mb-1.5 text-13 font-medium">{label}</p>
        {children}
        {error && (
          <p role="alert" className="mt-1 text-12 text-wrong">
            {error}
          </p>
        )}
      </div>
    </div>
  );
}
