import type * as z from 'zod/mini';
import type { FieldCode, FieldError } from '#server/kernel/errors.ts';

type Issue = z.core.$ZodIssue;

/** The refused fields of a failed parse, each with its path and one of our own codes. */
export function fieldErrorsOf(error: z.core.$ZodError): FieldError[] {
  return error.issues.flatMap(fromIssue);
}

function fromIssue(issue: Issue): FieldError[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, code: 'unknown_key' }));
  return [{ path, ...reasonOf(issue) }];
}

function reasonOf(issue: Issue): Omit<FieldError, 'path'> {
  switch (issue.code) {
    case 'custom':
      return { code: (issue.params?.code as FieldCode | undefined) ?? 'invalid_value' };
    case 'too_small':
      return { code: 'too_small', params: { min: Number(issue.minimum) } };
    case 'too_big':
      return {
        code: issue.origin === 'array' ? 'too_many' : 'too_big',
        params: { max: Number(issue.maximum) },
      };
    case 'invalid_type':
      if (issue.input === undefined) return { code: 'required' };
      return { code: issue.expected === 'int' ? 'not_integer' : 'invalid_type' };
    default:
      return { code: 'invalid_value' };
  }
}
