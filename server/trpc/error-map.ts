import { TRPCError } from '@trpc/server';
import * as z from 'zod/mini';
import {
  DomainError,
  ERROR_STATUS,
  type ErrorCode,
  type FieldError,
} from '#server/kernel/errors.ts';
import { errorText, fieldText, type Locale } from './error-text.ts';
import { fieldErrorsOf } from './field-errors.ts';

/** Our codes in tRPC's vocabulary, for the HTTP status that tRPC derives from it. */
const TRPC_CODE = {
  BAD_REQUEST: 'BAD_REQUEST',
  UNAUTHORIZED: 'UNAUTHORIZED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  METHOD_NOT_SUPPORTED: 'METHOD_NOT_SUPPORTED',
  CONFLICT: 'CONFLICT',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  UNSUPPORTED_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  IDEMPOTENCY_KEY_REUSED: 'UNPROCESSABLE_CONTENT',
  PRICE_OUT_OF_BOUNDS: 'BAD_REQUEST',
  TWO_FACTOR_REQUIRED: 'FORBIDDEN',
  CSRF_REJECTED: 'FORBIDDEN',
  TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
  INTERNAL_SERVER_ERROR: 'INTERNAL_SERVER_ERROR',
  UPSTREAM_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  UPSTREAM_REFUSED_KEY: 'BAD_GATEWAY',
} as const satisfies Record<ErrorCode, TRPCError['code']>;

/** Of several codes with one status the first, the most general, stands for an error of tRPC's own. */
const OUR_CODE = new Map<string, ErrorCode>([
  ...Object.entries(TRPC_CODE)
    .reverse()
    .map(([ours, theirs]) => [theirs, ours as ErrorCode] as const),
  // A body that is no JSON is the caller's mistake.
  ['PARSE_ERROR', 'BAD_REQUEST'],
]);

/** What a door tells of an error. */
export interface PublicError {
  readonly message: string;
  readonly code: ErrorCode;
  readonly httpStatus: number;
  readonly fields?: readonly (FieldError & { readonly message: string })[];
}

/** The tRPC error that answers a failure of a verb; anything unexpected stays what it is. */
export function toTrpcError(error: TRPCError): TRPCError {
  const { cause } = error;
  return cause instanceof DomainError
    ? new TRPCError({ code: TRPC_CODE[cause.code], cause })
    : error;
}

/** The public form of any error that `input` met: never an unexpected error's own words. */
export function publicError(error: TRPCError, locale: Locale, input?: unknown): PublicError {
  const { code, fields } = known(error, input);
  return {
    message: errorText(code, locale),
    code,
    httpStatus: ERROR_STATUS[code],
    ...(fields.length > 0 && {
      fields: fields.map(({ path, code: fieldCode, params }) => ({
        path,
        code: fieldCode,
        message: fieldText({ path, code: fieldCode, ...(params && { params }) }, locale),
      })),
    }),
  };
}

function known(
  { cause, code }: TRPCError,
  input: unknown,
): { code: ErrorCode; fields: readonly FieldError[] } {
  if (cause instanceof DomainError) return cause;
  if (cause instanceof z.core.$ZodError && code === 'BAD_REQUEST')
    return { code: 'BAD_REQUEST', fields: fieldErrorsOf(cause, input) };
  return { code: OUR_CODE.get(code) ?? 'INTERNAL_SERVER_ERROR', fields: [] };
}
