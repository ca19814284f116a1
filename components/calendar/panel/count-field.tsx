'use client';
import { useTranslations } from 'next-intl';
import { parseCount } from '../edit/parse-input.ts';
import type { FieldValue } from '../model/cells.ts';
import { type Draft, withTick, withValue } from './draft.ts';
import { FieldRow } from './field-row.tsx';
import { Stepper } from './stepper.tsx';

/** What each is at least. */
const LEAST = { minStay: 1, maxStay: 1, units: 0 } as const;

interface Props {
  field: keyof typeof LEAST;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  common: FieldValue | 'mixed' | null;
  problem: string | null;
  isBig: boolean;
  onEnter: () => void;
}

/** A whole number: nights or units. */
export function CountField({ field, draft, onDraft, common, problem, isBig, onEnter }: Props) {
  const t = useTranslations('panel');
  const step = (direction: 1 | -1) => {
    const start = parseCount(draft[field]) ?? (typeof common === 'number' ? common : 0);
    const next = Math.max(start + direction, LEAST[field]);
    onDraft(withValue(draft, field, { [field]: String(next) }));
  };
  return (
    <FieldRow
      label={t(field)}
      isOn={draft.ticked.has(field)}
      onToggle={(isOn) => onDraft(withTick(draft, field, isOn))}
      error={problem}
    >
      <Stepper
        label={t(field)}
        value={draft[field]}
        placeholder={common === 'mixed' ? t('mixed') : common === null ? t('none') : String(common)}
        {...(field === 'units' ? {} : { unit: t('nightsUnit') })}
        isBig={isBig}
        onChange={(text) => onDraft(withValue(draft, field, { [field]: text }))}
        isStepless={common === 'mixed' && parseCount(draft[field]) === null}
        onStep={step}
        onEnter={onEnter}
      />
    </FieldRow>
  );
}
