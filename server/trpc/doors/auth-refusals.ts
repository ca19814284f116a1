import type { ErrorCode, FieldError } from '#server/kernel/errors.ts';

/** A refusal of the sign-in service in our terms. */
export interface AuthRefusal {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
}

const refusal = (
  code: ErrorCode,
  path?: string,
  fieldCode: FieldError['code'] = 'invalid_value',
): AuthRefusal => ({ code, fields: path === undefined ? [] : [{ path, code: fieldCode }] });

/** What the service's own codes mean here; which field a password is depends on what was asked. */
const REFUSALS: Readonly<Record<string, (path: string) => AuthRefusal>> = {
  INVALID_EMAIL_OR_PASSWORD: () => refusal('UNAUTHORIZED', 'password', 'wrong_credentials'),
  INVALID_EMAIL: () => refusal('BAD_REQUEST', 'email'),
  INVALID_PASSWORD: (path) =>
    refusal(
      'BAD_REQUEST',
      path === '/change-password' ? 'currentPassword' : 'password',
      'wrong_password',
    ),
  INVALID_TOKEN: () => refusal('BAD_REQUEST', 'token', 'link_dead'),
  USER_NOT_FOUND: () => refusal('BAD_REQUEST', 'token', 'link_dead'),
  INVALID_CODE: () => refusal('UNAUTHORIZED', 'code', 'wrong_code'),
  INVALID_BACKUP_CODE: () => refusal('UNAUTHORIZED', 'code', 'wrong_code'),
  RESET_PASSWORD_DISABLED: () => refusal('BAD_REQUEST', 'email', 'no_mail'),
  TOTP_ALREADY_ENABLED: () => refusal('BAD_REQUEST', 'method', 'factor_on'),
  TOTP_NOT_ENABLED: () => refusal('BAD_REQUEST', 'method', 'factor_off'),
  TWO_FACTOR_NOT_ENABLED: () => refusal('BAD_REQUEST', 'method', 'factor_off'),
  BACKUP_CODES_NOT_ENABLED: () => refusal('BAD_REQUEST', 'method', 'factor_off'),
  // The try is over: it begins again with the password, and may do so at once.
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: () => refusal('UNAUTHORIZED'),
};

const BY_STATUS: ReadonlyMap<number, ErrorCode> = new Map([
  [400, 'BAD_REQUEST'],
  [401, 'UNAUTHORIZED'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [405, 'METHOD_NOT_SUPPORTED'],
  [409, 'CONFLICT'],
  [413, 'PAYLOAD_TOO_LARGE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
  [429, 'TOO_MANY_REQUESTS'],
]);

/** Our refusal for one of the sign-in service: by its own code, else by its status. */
export function authRefusal(path: string, status: number, code: unknown): AuthRefusal {
  const known = typeof code === 'string' && Object.hasOwn(REFUSALS, code) && REFUSALS[code];
  if (known) return known(path);
  const ours = BY_STATUS.get(status) ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR');
  return refusal(ours);
}
