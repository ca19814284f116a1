'use client';
import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button, type ButtonProps } from '../button.tsx';

interface Props extends Omit<ButtonProps, 'onClick' | 'children'> {
  text: string;
  /** What is copied, where "Copy" alone would not tell. */
  label?: string;
}

/** Puts a text on the clipboard and says so; says also when the browser does not let it. */
export function CopyButton({ text, label, ...rest }: Props) {
  const t = useTranslations('form');
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('notCopied');
    }
  };
  return (
    <>
      <Button {...rest} onClick={copy} onBlur={() => setOutcome(null)}>
        {outcome === 'copied' ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
        {outcome ? t(outcome) : (label ?? t('copy'))}
      </Button>
      <span role="status" className="sr-only">
        {outcome && t(outcome)}
      </span>
    </>
  );
}
