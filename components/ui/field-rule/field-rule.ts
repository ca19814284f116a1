/** What a browser finds wrong with what stands in a field, as far as there are words for it. */
export type BrokenRule =
  | { readonly rule: 'required' | 'email' | 'number' | 'shape' }
  | { readonly rule: 'tooShort' | 'tooLow' | 'tooHigh'; readonly bound: string };

interface Checked {
  readonly type: string;
  readonly min: string;
  readonly max: string;
  readonly minLength: number;
  readonly validity: Partial<ValidityState>;
}

/** The first rule that a field breaks; pure. */
export function brokenRule({ type, min, max, minLength, validity }: Checked): BrokenRule {
  if (validity.badInput || validity.stepMismatch)
    return { rule: type === 'number' ? 'number' : 'shape' };
  if (validity.valueMissing) return { rule: 'required' };
  if (validity.tooShort) return { rule: 'tooShort', bound: String(minLength) };
  if (validity.rangeUnderflow && type === 'number') return { rule: 'tooLow', bound: min };
  if (validity.rangeOverflow && type === 'number') return { rule: 'tooHigh', bound: max };
  return { rule: type === 'email' && validity.typeMismatch ? 'email' : 'shape' };
}
