/** Every way a use case can fail, with the HTTP status each door answers. */
export const ERROR_STATUS = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_KEY_REUSED: 422,
  PRICE_OUT_OF_BOUNDS: 400,
  TWO_FACTOR_REQUIRED: 403,
  CSRF_REJECTED: 403,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  UPSTREAM_UNAVAILABLE: 503,
  UPSTREAM_REFUSED_KEY: 502,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** Why a field was refused; the text a person reads is made from it at the door. */
export type FieldCode =
  | 'invalid_type'
  | 'invalid_value'
  | 'invalid_date'
  | 'reversed_range'
  | 'range_too_long'
  | 'beyond_horizon'
  | 'past_night'
  | 'too_small'
  | 'too_big'
  | 'not_integer'
  | 'unknown_key'
  | 'required'
  | 'empty'
  | 'too_many'
  | 'unknown_supplier'
  | 'unknown_accommodation'
  | 'unknown_rate_type'
  | 'rate_type_not_linked'
  | 'rate_type_required'
  | 'rate_type_not_allowed'
  | 'price_and_prices'
  | 'duplicate_guests'
  | 'min_above_max'
  | 'price_required'
  | 'no_reference_occupancy'
  | 'last_price'
  | 'not_ended'
  | 'before_history'
  | 'above_unit_count'
  | 'below_unit_count'
  | 'duplicate'
  | 'floor_above_ceiling'
  | 'below_floor'
  | 'above_ceiling'
  | 'last_owner'
  | 'already_member'
  | 'already_added'
  | 'self'
  | 'link_used'
  | 'link_expired'
  | 'link_dead'
  | 'wrong_credentials'
  | 'wrong_password'
  | 'wrong_code'
  | 'no_mail'
  | 'factor_on'
  | 'factor_off';

/** A refused field: where in the input (`changes.0.set.priceCents`) and why. */
export interface FieldError {
  readonly path: string;
  readonly code: FieldCode;
  /** Bound or value the text may name. */
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * An expected failure of a use case. Carries no text for people and nothing internal: the door
 * that answers makes the text from `code` and `fields` in the caller's language.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  /** When it is worth trying again; for TOO_MANY_REQUESTS. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ErrorCode,
    options: {
      fields?: readonly FieldError[];
      cause?: unknown;
      reason?: string;
      retryAfterSeconds?: number;
    } = {},
  ) {
    super(
      options.reason ?? code,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'DomainError';
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }

  /** Known by name: a build bundles the start of the server and its doors apart, each with a class. */
  static override [Symbol.hasInstance](value: unknown): value is DomainError {
    return value instanceof Error && value.name === 'DomainError';
  }
}

/** An addressed resource that does not exist or is not the caller's: the two look the same. */
export function notFound(): DomainError {
  return new DomainError('NOT_FOUND');
}

/** Input that is refused, naming each field. */
export function badRequest(fields: readonly FieldError[]): DomainError {
  return new DomainError('BAD_REQUEST', { fields });
}
