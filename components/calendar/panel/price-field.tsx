'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Segmented } from '#components/ui/segmented.tsx';
import { ROUNDINGS } from '../edit/price-rule.ts';
import type { FieldValue } from '../model/cells.ts';
import { type Draft, type DraftField, withPriceStep, withTick, withValue } from './draft.ts';
import { FieldRow } from './field-row.tsx';
import { Stepper } from './stepper.tsx';

interface Props {
  draft: Draft;
  onDraft: (draft: Draft) => void;
  common: FieldValue | 'mixed' | null;
  problem: string | null;
  isBig: boolean;
  onEnter: () => void;
}

const MODES = ['set', 'percent', 'add'] as const;
const FIELD: DraftField = 'price';

/** The price: fixed, or moved from what it is, night by night. */
export function PriceField({ draft, onDraft, common, problem, isBig, onEnter }: Props) {
  const t = useTranslations('panel');
  const formats = useFormats();
  const isSet = draft.priceMode === 'set';
  const placeholder = !isSet
    ? '0'
    : common === 'mixed'
      ? t('mixed')
      : typeof common === 'number'
        ? formats.amount(common)
        : '';
  return (
    <FieldRow
      label={t('price')}
      isOn={draft.ticked.has(FIELD)}
      onToggle={(isOn) => onDraft(withTick(draft, FIELD, isOn))}
      error={problem}
    >
      <div className="flex flex-col gap-2">
        <Segmented
          wide
          legend={t('priceMode')}
          value={draft.priceMode}
          onChange={(priceMode) => onDraft({ ...draft, priceMode, price: '' })}
          segments={MODES.map((value) => ({ value, label: t(`priceModes.${value}`) }))}
        />
        <Stepper
          label={t('price')}
          value={draft.price}
          placeholder={placeholder}
          unit={draft.priceMode === 'percent' ? '%' : '€'}
          inputMode="decimal"
          isBig={isBig}
          onChange={(price) => onDraft(withValue(draft, FIELD, { price }))}
          onStep={(direction) => onDraft(withPriceStep(draft, direction, common, formats.amount))}
          onEnter={onEnter}
        />
        {!isSet && (
          <label className="flex items-center justify-between gap-2 text-12 text-muted">
            {t('rounding')}
            <select
              value={draft.rounding}
              onChange={(event) =>
                onDraft({
                  ...draft,
                  rounding: ROUNDINGS.find((one) => one === event.target.value) ?? 'none',
                })
              }
              className="h-8 touch:h-11 rounded-md border border-control bg-surface px-2 text-13 text-ink"
            >
              {ROUNDINGS.map((value) => (
                <option key={value} value={value}>
                  {t(`roundings.${value}`)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </FieldRow>
  );
}
