'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useDesk } from '../desk/desk.tsx';
import { commonValue } from '../edit/resolve.ts';
import type { EditField } from '../model/cells.ts';
import { fieldsStagedIn } from '../staged/edits.ts';
import { AllowField } from './allow-field.tsx';
import { CellHistory } from './cell-history.tsx';
import { CountField } from './count-field.tsx';
import { type DraftField, EMPTY_DRAFT, wishOf } from './draft.ts';
import { PriceField } from './price-field.tsx';
import { SaleButtons } from './sale-buttons.tsx';
import { SpanFields } from './span-fields.tsx';

interface Props {
  isBig?: boolean;
  /** Something has been staged, or said why not. */
  onApplied?: () => void;
}

/** Everything that can be changed of the selected nights. */
export function EditPanel({ isBig = false, onApplied }: Props) {
  const { model, staged, store, targets, apply } = useDesk();
  const t = useTranslations('panel');
  const tCalendar = useTranslations('calendar');
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [isChecked, setChecked] = useState(false);
  const { wish, problems } = wishOf(draft);
  const kinds = new Set(targets.map(({ line }) => model.byKey.get(line)?.kind));
  const nights = new Set(targets.map(({ day }) => day)).size;
  const isRead = targets.every(({ day }) => day >= model.from && day <= model.to);
  const stagedFields = fieldsStagedIn(staged.edits, targets);
  const submit = () => {
    setChecked(true);
    if (problems.size > 0 || Object.keys(wish).length === 0) return;
    apply(targets, wish);
    setDraft(EMPTY_DRAFT);
    setChecked(false);
    onApplied?.();
  };
  const shared = (field: EditField, draftField: DraftField) => {
    const problem = isChecked ? problems.get(draftField) : undefined;
    return {
      draft,
      onDraft: setDraft,
      common: commonValue(model, staged.edits, targets, field),
      problem: problem ? t(problem) : null,
      isBig,
      onEnter: submit,
    };
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col low:min-h-fit low:flex-none">
      <div className="min-h-0 flex-1 overflow-y-auto low:min-h-fit low:overflow-visible">
        <SpanFields />
        {targets.length === 0 && (
          <p className="border-t border-line px-4 py-3 text-13 text-muted">{t('pastOnly')}</p>
        )}
        {kinds.has('stock') && <CountField field="units" {...shared('units', 'units')} />}
        {kinds.has('rate') && <PriceField {...shared('priceCents', 'price')} />}
        {targets.length > 0 && (
          <SaleButtons hasRateLines={kinds.has('rate')} onApplied={onApplied} />
        )}
        {kinds.has('rate') && (
          <>
            <CountField field="minStay" {...shared('minStay', 'minStay')} />
            <CountField field="maxStay" {...shared('maxStay', 'maxStay')} />
            <AllowField field="arrivalAllowed" {...shared('arrivalAllowed', 'arrivalAllowed')} />
            <AllowField
              field="departureAllowed"
              {...shared('departureAllowed', 'departureAllowed')}
            />
          </>
        )}
        <CellHistory />
        {stagedFields.length > 0 && (
          <div className="border-t border-line px-4 py-3">
            <Button tone="bare" size="small" onClick={() => store?.unstage(stagedFields)}>
              {t('unstage')}
            </Button>
          </div>
        )}
      </div>
      <div className="border-t border-line bg-surface p-4 low:sticky low:bottom-0 low:py-2">
        <Button
          tone="primary"
          size={isBig ? 'large' : 'normal'}
          className="w-full"
          disabled={targets.length === 0 || !isRead || draft.ticked.size === 0}
          onClick={submit}
        >
          {t('apply', { nights: tCalendar('nights', { count: nights }) })}
        </Button>
      </div>
    </div>
  );
}
