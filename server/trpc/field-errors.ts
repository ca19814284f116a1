import type * as z from 'zod/mini';
import type { FieldCode, FieldError } from '#server/kernel/errors.ts';

type Issue = z.core.$ZodIssue;

/**
 * The refused fields of a failed parse of `input`, each with its path and one of our own codes.
 * The input tells a missing field from one of another type: an issue does not.
 */
export function fieldErrorsOf(error: z.core.$ZodError, input: unknown): FieldError[] {
  return error.issues.flatMap((issue) => fromIssue(issue, input));
}

function fromIssue(issue: Issue, input: unknown): FieldError[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, code: 'unknown_key' }));
  return [{ path, ...reasonOf(issue, input) }];
}

function reasonOf(issue: Issue, input: unknown): Omit<FieldError, 'path'> {
  const isMissing = valueAt(input, issue.path) === undefined;
  switch (issue.code) {
    case 'custom':
      if (isMissing && issue.params?.code === 'invalid_date') return { code: 'required' };
      return { code: (issue.params?.code as FieldCode | undefined) ?? 'invalid_value' };
    case 'too_small':
      return { code: 'too_small', params: { min: Number(issue.minimum) } };
    case 'too_big':
      return {
        code: issue.origin === 'array' ? 'too_many' : 'too_big',
        params: { max: Number(issue.maximum) },
      };
    case 'invalid_type':
      if (isMissing) return { code: 'required' };
      return { code: issue.expected === 'int' ? 'not_integer' : 'invalid_type' };
    default:
      return { code: 'invalid_value' };
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key],
    input,
  );
}
