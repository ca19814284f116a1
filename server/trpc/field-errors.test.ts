import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { rule, upstreamId } from '#server/kernel/wire.ts';
import { fieldErrorsOf } from './field-errors.ts';

const schema = z
  .strictObject({
    id: upstreamId,
    name: z.optional(z.string().check(z.maxLength(3))),
    kind: z.optional(z.enum(['a', 'b'])),
    list: z.optional(z.array(z.strictObject({ n: z.int() })).check(z.maxLength(2))),
  })
  .check(rule(({ name }) => name !== 'no', 'rate_type_required', ['name']));

function refused(input: unknown) {
  const { error } = z.safeParse(schema, input);
  return error ? fieldErrorsOf(error, input) : [];
}

const CASES: [string, unknown, ReturnType<typeof fieldErrorsOf>][] = [
  ['a field that is missing', {}, [{ path: 'id', code: 'required' }]],
  ['undefined', { id: undefined }, [{ path: 'id', code: 'required' }]],
  ['null where a value must be', { id: null }, [{ path: 'id', code: 'invalid_type' }]],
  ['text as a number', { id: '1' }, [{ path: 'id', code: 'invalid_type' }]],
  ['NaN', { id: Number.NaN }, [{ path: 'id', code: 'invalid_type' }]],
  ['Infinity', { id: Number.POSITIVE_INFINITY }, [{ path: 'id', code: 'invalid_type' }]],
  ['a fraction', { id: 1.5 }, [{ path: 'id', code: 'not_integer' }]],
  ['too small', { id: 0 }, [{ path: 'id', code: 'too_small', params: { min: 1 } }]],
  [
    'past what a number holds',
    { id: 2 ** 53 },
    [{ path: 'id', code: 'too_big', params: { max: Number.MAX_SAFE_INTEGER } }],
  ],
  [
    'a text that is too long',
    { id: 1, name: 'long' },
    [{ path: 'name', code: 'too_big', params: { max: 3 } }],
  ],
  [
    'a list that is too long',
    { id: 1, list: [{ n: 1 }, { n: 2 }, { n: 3 }] },
    [{ path: 'list', code: 'too_many', params: { max: 2 } }],
  ],
  ['no member of an enum', { id: 1, kind: 'c' }, [{ path: 'kind', code: 'invalid_value' }]],
  ['one of our own rules', { id: 1, name: 'no' }, [{ path: 'name', code: 'rate_type_required' }]],
  [
    'several fields',
    { id: '1', list: [{ n: 1 }, {}] },
    [
      { path: 'id', code: 'invalid_type' },
      { path: 'list.1.n', code: 'required' },
    ],
  ],
  [
    'unknown keys',
    { id: 1, constructor: 1, list: [{ n: 1, toString: 2, m: 3 }] },
    [
      { path: 'list.0.toString', code: 'unknown_key' },
      { path: 'list.0.m', code: 'unknown_key' },
      { path: 'constructor', code: 'unknown_key' },
    ],
  ],
  [
    '`__proto__`',
    JSON.parse('{"id":1,"__proto__":{"id":2},"list":[{"n":1,"__proto__":null}]}'),
    [
      { path: 'list.0.__proto__', code: 'unknown_key' },
      { path: '__proto__', code: 'unknown_key' },
    ],
  ],
  ['another thing than an object', [], [{ path: '', code: 'invalid_type' }]],
  ['nothing', undefined, [{ path: '', code: 'required' }]],
];

test.each(CASES)('%s', (_, input, fields) => {
  expect(refused(input)).toEqual(fields);
});
