'use client';
import { useTranslations } from 'next-intl';
import { type InvalidEvent, useState } from 'react';
import { type BrokenRule, brokenRule } from './field-rule.ts';

/** What a browser would say in a bubble, and in its own language, said at the field in the page's. */
export function useFieldRule() {
  const t = useTranslations('form.problems');
  const [broken, setBroken] = useState<BrokenRule | null>(null);
  const onInvalid = (event: InvalidEvent<HTMLInputElement>) => {
    event.preventDefault();
    const field = event.currentTarget;
    setBroken(brokenRule(field));
    // The bubble would have led there.
    if (field.form?.querySelector('input:invalid') === field) field.focus();
  };
  const problem =
    broken === null
      ? undefined
      : 'bound' in broken
        ? t(broken.rule, { bound: Number(broken.bound) })
        : t(broken.rule);
  return { problem, events: { onInvalid, onInput: () => setBroken(null) } };
}
