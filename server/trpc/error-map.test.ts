import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { badRequest, DomainError, ERROR_STATUS, type ErrorCode } from '#server/kernel/errors.ts';
import { publicError, toTrpcError } from './error-map.ts';
import { errorText } from './error-text.ts';

const thrown = (cause: unknown) => new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause });
const codes = Object.keys(ERROR_STATUS) as ErrorCode[];

test.each(codes)('%s answers with its status and its text', (code) => {
  const error = toTrpcError(thrown(new DomainError(code, { reason: 'not for people' })));
  expect(getHTTPStatusCodeFromError(error)).toBe(ERROR_STATUS[code]);
  expect(publicError(error, 'en', undefined)).toEqual({
    message: errorText(code, 'en'),
    code,
    httpStatus: ERROR_STATUS[code],
  });
});

test('refused fields are told in the language of the caller', () => {
  const fields = [
    { path: 'changes.0.from', code: 'past_night' },
    { path: 'changes.1.set.units', code: 'above_unit_count', params: { max: 2 } },
  ] as const;
  const error = toTrpcError(thrown(badRequest(fields)));
  expect(publicError(error, 'en', undefined).fields).toEqual([
    { path: 'changes.0.from', code: 'past_night', message: 'A past night cannot be changed' },
    {
      path: 'changes.1.set.units',
      code: 'above_unit_count',
      message: 'More units than the accommodation has: 2',
    },
  ]);
  expect(publicError(error, 'fr', undefined).fields?.[0]?.message).toMatch(/nuit passée/);
});

describe('a failed parse', () => {
  const input = { price: '12' };
  const { error: cause } = z.safeParse(z.strictObject({ price: z.int(), to: z.string() }), input);

  test('of the input names its fields', () => {
    const error = toTrpcError(new TRPCError({ code: 'BAD_REQUEST', cause }));
    expect(publicError(error, 'en', input)).toMatchObject({
      code: 'BAD_REQUEST',
      httpStatus: 400,
      fields: [
        { path: 'price', code: 'invalid_type' },
        { path: 'to', code: 'required', message: 'Required' },
      ],
    });
  });

  test('of our own answer is an internal error and says nothing', () => {
    const error = new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause });
    expect(publicError(error, 'en', input)).toEqual({
      message: errorText('INTERNAL_SERVER_ERROR', 'en'),
      code: 'INTERNAL_SERVER_ERROR',
      httpStatus: 500,
    });
  });
});

describe("tRPC's own errors", () => {
  test.each([
    ['PARSE_ERROR', 'BAD_REQUEST'],
    ['NOT_FOUND', 'NOT_FOUND'],
    ['METHOD_NOT_SUPPORTED', 'METHOD_NOT_SUPPORTED'],
    ['UNSUPPORTED_MEDIA_TYPE', 'UNSUPPORTED_MEDIA_TYPE'],
    ['PAYLOAD_TOO_LARGE', 'PAYLOAD_TOO_LARGE'],
    ['CLIENT_CLOSED_REQUEST', 'INTERNAL_SERVER_ERROR'],
  ] as const)('%s is %s for the caller', (theirs, ours) => {
    const error = new TRPCError({ code: theirs, message: 'secret words' });
    expect(toTrpcError(error)).toBe(error);
    const told = publicError(error, 'fr', undefined);
    expect(told).toMatchObject({ code: ours, httpStatus: ERROR_STATUS[ours] });
    expect(JSON.stringify(told)).not.toContain('secret');
  });
});

test.each([
  new Error('SQLITE_ERROR: no such table secret'),
  new TypeError('secret of undefined'),
  'secret',
  { secret: true },
])('an unexpected error says nothing of itself', (cause) => {
  const error = toTrpcError(thrown(cause));
  expect(getHTTPStatusCodeFromError(error)).toBe(500);
  expect(JSON.stringify(publicError(error, 'en', { secret: 1 }))).not.toContain('secret');
});
