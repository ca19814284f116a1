'use client';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { classNames } from '#components/ui/class-names.ts';

export const STEPS = ['ask', 'key', 'choose', 'settings'] as const;

export type Step = (typeof STEPS)[number];

/** How far the owner is: four steps with the present one marked. */
export function Steps({ step }: { step: Step }) {
  const t = useTranslations('start');
  const present = STEPS.indexOf(step);
  return (
    <nav aria-label={t('progress', { step: present + 1, steps: STEPS.length })} className="mb-6">
      <ol className="grid grid-cols-4 gap-2">
        {STEPS.map((one, index) => {
          const isDone = index < present;
          return (
            <li key={one} aria-current={index === present ? 'step' : undefined}>
              <span
                className={classNames(
                  'block h-1 rounded-full',
                  index <= present ? 'bg-accent' : 'bg-closed',
                )}
              />
              <span
                className={classNames(
                  'mt-2 flex items-center gap-1 text-12',
                  index === present ? 'font-semibold text-ink' : 'text-muted max-sm:sr-only',
                )}
              >
                {isDone && <Check size={13} aria-hidden className="shrink-0 text-accent" />}
                {t(`steps.${one}`)}
                {isDone && <span className="sr-only">{t('stepDone')}</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
