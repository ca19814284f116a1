'use client';
import { useTranslations } from 'next-intl';
import { Segmented } from '#components/ui/segmented.tsx';
import type { FieldValue } from '../model/cells.ts';
import { type Draft, withTick, withValue } from './draft.ts';
import { FieldRow } from './field-row.tsx';

const WORDS = {
  arrivalAllowed: { label: 'arrival', yes: 'allowed', no: 'notAllowed' },
  departureAllowed: { label: 'departure', yes: 'allowedDeparture', no: 'notAllowedDeparture' },
} as const;

interface Props {
  field: keyof typeof WORDS;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  common: FieldValue | 'mixed' | null;
}

/** Whether guests may arrive or leave. */
export function AllowField({ field, draft, onDraft, common }: Props) {
  const t = useTranslations('panel');
  const { label, yes, no } = WORDS[field];
  const current = typeof common === 'boolean' ? common : null;
  const now = draft.ticked.has(field) ? draft[field] : current;
  const choose = (value: boolean) => onDraft(withValue(draft, field, { [field]: value }));
  return (
    <FieldRow
      label={t(label)}
      isOn={draft.ticked.has(field)}
      onToggle={(isOn) => (isOn ? choose(now ?? true) : onDraft(withTick(draft, field, false)))}
    >
      <Segmented
        wide
        legend={t(label)}
        value={now === null ? null : now ? 'yes' : 'no'}
        onChange={(chosen) => choose(chosen === 'yes')}
        segments={[
          { value: 'yes', label: t(yes) },
          { value: 'no', label: t(no) },
        ]}
      />
    </FieldRow>
  );
}
