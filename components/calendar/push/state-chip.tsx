'use client';
import { useTranslations } from 'next-intl';
import type { ItemState } from '#server/domain/pushes/schema.ts';
import { isOnTheWay, isWrong } from '../model/outcomes.ts';

interface Props {
  state: ItemState;
  count?: number;
  isUnknown?: boolean;
}

function tone(state: ItemState): string {
  if (state === 'applied') return 'bg-good-soft text-good';
  if (isWrong(state)) return 'bg-wrong-soft text-wrong';
  if (isOnTheWay(state)) return 'bg-staged text-staged-ink';
  return 'bg-closed text-closed-ink';
}

/** A state in the owner's words. */
export function StateChip({ state, count, isUnknown = false }: Props) {
  const t = useTranslations('push');
  return (
    <span
      className={`inline-flex h-5 items-center gap-1 rounded-[4px] px-1.5 text-12 font-medium whitespace-nowrap ${tone(state)}`}
    >
      {count !== undefined
        ? t(`counts.${state}`, { count })
        : isUnknown
          ? t('states.unknown')
          : t(`states.${state}`)}
    </span>
  );
}
