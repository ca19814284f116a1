import { resolve } from 'node:path';
import * as z from 'zod';
import {
  appUrl,
  cidrList,
  databaseUrl,
  encryptionKeys,
  isLoopbackUrl,
  serviceUrl,
  smtpUrl,
  upstreamUrl,
} from './env-values.ts';

const required = (name: string) => z.string({ error: `${name} is missing` });
const secret = (name: string, length: number) =>
  required(name).min(length, `${name} must have at least ${length} characters`);
const scale = (name: string) =>
  z.coerce.number({ error: `${name} must be a number` }).positive(`${name} must be above 0`);
const oneOf = <const T extends readonly string[]>(name: string, words: T) =>
  z.enum(words, { error: `${name} must be one of ${words.join(', ')}` });

/** Every variable the server reads, with its rule. `.env.example` lists the same names. */
const variables = z.object({
  DATABASE_URL: databaseUrl('DATABASE_URL').default('file:./.data/openpro.db'),
  DATABASE_AUTH_TOKEN: z.string().optional(),
  DATA_DIR: z.string().default('./.data'),
  APP_URL: appUrl('APP_URL').optional(),
  PORT: z.coerce
    .number({ error: 'PORT must be a number' })
    .int('PORT must be a whole number')
    .min(1, 'PORT must be from 1 to 65535')
    .max(65_535, 'PORT must be from 1 to 65535')
    .default(3000),
  ALLOW_INSECURE_HTTP: oneOf('ALLOW_INSECURE_HTTP', ['0', '1'])
    .default('0')
    .transform((value) => value === '1'),
  AUTH_SECRET: secret('AUTH_SECRET', 32),
  ENCRYPTION_KEYS: required('ENCRYPTION_KEYS').pipe(encryptionKeys('ENCRYPTION_KEYS')),
  CRON_SECRET: secret('CRON_SECRET', 16).optional(),
  OPENPRO_BASE_URL: upstreamUrl('OPENPRO_BASE_URL').default(
    'https://api.open-pro.fr/tarif/multi/v1',
  ),
  AI_PROVIDER: oneOf('AI_PROVIDER', ['openai', 'anthropic']).default('openai'),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: serviceUrl('OPENAI_BASE_URL').optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  AI_GATEWAY_URL: serviceUrl('AI_GATEWAY_URL').optional(),
  SMTP_URL: smtpUrl('SMTP_URL').optional(),
  LOG_LEVEL: oneOf('LOG_LEVEL', [
    'fatal',
    'error',
    'warn',
    'info',
    'debug',
    'trace',
    'silent',
  ]).default('info'),
  JOBS_RUNNER: oneOf('JOBS_RUNNER', ['inline', 'cron']).default('inline'),
  JOBS_TIME_SCALE: scale('JOBS_TIME_SCALE').default(1),
  RATE_LIMIT_SCALE: scale('RATE_LIMIT_SCALE').default(1),
  OUTBOUND_ALLOW_CIDRS: cidrList('OUTBOUND_ALLOW_CIDRS').default([]),
});

type Variables = z.infer<typeof variables>;
type Name = keyof typeof variables.shape;

/** The checked environment: the variables under their own names, parsed. */
export type Env = Omit<Variables, 'APP_URL'> & {
  /** Origin that people and programs reach the app under, without a trailing slash. */
  APP_URL: string;
};

export type ParsedEnv = { ok: true; env: Env } | { ok: false; problems: string[] };

/** The names of all variables that the server reads. */
export const ENV_NAMES: readonly string[] = Object.keys(variables.shape);

/**
 * Checks the environment. Problems are one line each, name the variable and never its value; an
 * empty variable counts as absent.
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): ParsedEnv {
  const given = Object.fromEntries(
    ENV_NAMES.map((name) => [name, source[name] === '' ? undefined : source[name]]),
  );
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const failed = new Set(parsed.error.issues.map((issue) => issue.path[0]));
    const sound = Object.entries(given).filter(([name]) => !failed.has(name));
    const rest = variables.partial().safeParse(Object.fromEntries(sound));
    const further = rest.success ? combinedProblems(rest.data, failed) : [];
    return { ok: false, problems: [...parsed.error.issues.map((i) => i.message), ...further] };
  }
  const problems = combinedProblems(parsed.data, new Set());
  if (problems.length > 0) return { ok: false, problems };
  const { APP_URL, ...others } = parsed.data;
  return { ok: true, env: { ...others, APP_URL: APP_URL ?? `http://127.0.0.1:${others.PORT}` } };
}

/** Rules between variables; one that already failed by itself is not judged again. */
function combinedProblems(
  values: { [K in Name]?: Variables[K] | undefined },
  failed: ReadonlySet<PropertyKey | undefined>,
): string[] {
  const problems: string[] = [];
  if (values.APP_URL?.startsWith('http:') && !isLoopbackUrl(values.APP_URL)) {
    if (!values.ALLOW_INSECURE_HTTP && !failed.has('ALLOW_INSECURE_HTTP')) {
      problems.push(
        'APP_URL is plain http on a public address: use https, or set ALLOW_INSECURE_HTTP=1',
      );
    }
  }
  if (values.JOBS_TIME_SCALE !== undefined && values.JOBS_TIME_SCALE !== 1) {
    const upstream = values.OPENPRO_BASE_URL;
    if (!failed.has('OPENPRO_BASE_URL') && (upstream === undefined || !isLoopbackUrl(upstream))) {
      problems.push('JOBS_TIME_SCALE is only for an OPENPRO_BASE_URL on this machine');
    }
  }
  if (values.JOBS_RUNNER === 'cron' && values.CRON_SECRET === undefined) {
    if (!failed.has('CRON_SECRET'))
      problems.push('CRON_SECRET is missing: JOBS_RUNNER=cron needs it');
  }
  return problems;
}

/** Checks this process's environment; the only place in the server that reads it. */
export function loadEnv(): ParsedEnv {
  return parseEnv(process.env);
}

/** Whether the pages are being worked on (`npm run dev`) instead of served as they were built. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === 'development';
}

/** The variables that the server reads and whether each has a value; never the value. */
export function environmentNames(): { name: string; isSet: boolean }[] {
  return ENV_NAMES.map((name) => ({ name, isSet: (process.env[name] ?? '') !== '' }));
}

/** Absolute path of one of the app's own files. */
export function dataPath(env: Pick<Env, 'DATA_DIR'>, name: string): string {
  return resolve(env.DATA_DIR, name);
}
