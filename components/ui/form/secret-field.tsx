'use client';
import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { classNames } from '../class-names.ts';
import { useFieldRule } from '../field-rule/use-field-rule.ts';
import { IconButton } from '../icon-button.tsx';
import { INPUT_CLASS } from '../text-field.tsx';
import { Field } from './field.tsx';

interface Props extends Omit<ComponentProps<'input'>, 'type' | 'onInvalid' | 'onInput'> {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
}

/** A password or a key: dots, until the person asks to see it. */
export function SecretField({ label, hint, error, className, ...rest }: Props) {
  const t = useTranslations('form');
  const [isShown, setShown] = useState(false);
  const { problem, events } = useFieldRule();
  return (
    <Field label={label} hint={hint} error={problem ?? error} className={className}>
      {(control) => (
        <span className="relative block">
          <input
            spellCheck={false}
            autoCapitalize="none"
            {...control}
            {...rest}
            {...events}
            type={isShown ? 'text' : 'password'}
            className={classNames(INPUT_CLASS, 'pr-10 touch:pr-12')}
          />
          <IconButton
            label={isShown ? t('hide') : t('show')}
            aria-pressed={isShown}
            size="small"
            onClick={() => setShown(!isShown)}
            className="absolute top-1 right-1 touch:top-0 touch:right-0"
          >
            {isShown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
          </IconButton>
        </span>
      )}
    </Field>
  );
}
