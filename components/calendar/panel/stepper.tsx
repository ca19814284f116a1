'use client';
import { Minus, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '#components/ui/icon-button.tsx';
import { INPUT_CLASS } from '#components/ui/text-field.tsx';

interface Props {
  label: string;
  value: string;
  placeholder: string;
  unit?: string;
  isBig: boolean;
  /** There is no value to start from. */
  isStepless?: boolean;
  inputMode?: 'decimal' | 'numeric';
  onChange: (text: string) => void;
  /** What the buttons make of the text. */
  onStep: (direction: 1 | -1) => void;
  onEnter: () => void;
}

/** A number to type, with a button on either side. */
export function Stepper(props: Props) {
  const t = useTranslations('panel');
  const size = props.isBig ? 'large' : 'normal';
  return (
    <div className="flex items-center gap-1">
      <IconButton
        tone="quiet"
        size={size}
        label={`${props.label} : ${t('decrease')}`}
        disabled={props.isStepless}
        onClick={() => props.onStep(-1)}
      >
        <Minus size={15} aria-hidden />
      </IconButton>
      <div className="relative min-w-0 flex-1">
        <input
          aria-label={props.label}
          value={props.value}
          placeholder={props.placeholder}
          inputMode={props.inputMode ?? 'numeric'}
          onChange={(event) => props.onChange(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && props.onEnter()}
          className={`${INPUT_CLASS} figures text-right ${props.isBig ? 'h-11 text-16' : 'h-8 text-13'} ${props.unit ? 'pr-14' : ''}`}
        />
        {props.unit && (
          <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-12 text-muted">
            {props.unit}
          </span>
        )}
      </div>
      <IconButton
        tone="quiet"
        size={size}
        label={`${props.label} : ${t('increase')}`}
        disabled={props.isStepless}
        onClick={() => props.onStep(1)}
      >
        <Plus size={15} aria-hidden />
      </IconButton>
    </div>
  );
}
