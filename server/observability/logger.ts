import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import type { Env } from '#server/env.ts';
import { describeError } from './describe-error.ts';

export type Logger = PinoLogger;

/** Fields that are never printed, at the top of a log line or up to three levels below. */
const SECRET_KEYS = [
  'authorization',
  'Authorization',
  'cookie',
  'Cookie',
  'set-cookie',
  'apiKey',
  'apikey',
  'api_key',
  'key',
  'keyJwe',
  'password',
  'newPassword',
  'currentPassword',
  'secret',
  'token',
  'authToken',
];

const GUEST_KEYS = [
  'guest',
  'guestName',
  'guestNames',
  'firstName',
  'lastName',
  'email',
  'phone',
  'address',
  'birthDate',
  'nationality',
  'remarks',
];

const DEPTHS = ['', '*.', '*.*.', '*.*.*.'];

const paths = [...SECRET_KEYS, ...GUEST_KEYS].flatMap((key) =>
  DEPTHS.map((prefix) =>
    /^\w+$/.test(key) ? `${prefix}${key}` : `${prefix.replace(/\.$/, '')}["${key}"]`,
  ),
);

/**
 * The log: one JSON object per line on standard output, without secrets and guest data. Errors are
 * printed without the values that a failed statement was given.
 */
export function createLogger(env: Pick<Env, 'LOG_LEVEL'>, destination?: DestinationStream): Logger {
  const options = {
    level: env.LOG_LEVEL,
    base: null,
    redact: { paths, censor: '[hidden]' },
    serializers: { err: describeError, error: describeError },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
