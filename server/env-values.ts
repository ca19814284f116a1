import { isIP } from 'node:net';
import * as z from 'zod';

/** Hosts of the booking API that a key may be sent to. */
const UPSTREAM_HOSTS: readonly string[] = ['api.open-pro.fr'];

/** One key-encryption key and the name by which sealed values refer to it. */
export interface EncryptionKey {
  readonly kid: string;
  readonly key: Uint8Array;
}

/** Whether an address points to this machine. */
export function isLoopbackUrl(url: string): boolean {
  const host = URL.parse(url)?.hostname;
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host ?? '');
}

function url(name: string, rule: string, accepts: (url: URL) => boolean) {
  return z.string().refine(
    (value) => {
      const parsed = URL.parse(value);
      return parsed !== null && accepts(parsed);
    },
    { error: `${name} ${rule}` },
  );
}

const isPlain = (url: URL) => url.search === '' && url.hash === '' && url.username === '';
const isSafe = (url: URL) =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackUrl(url.href));
const withoutSlash = (value: string) => value.replace(/\/+$/, '');

/** A libSQL address: a file, or a server. */
export function databaseUrl(name: string) {
  const rule = `${name} must be a file:, libsql:, https:, http:, wss: or ws: address`;
  return z
    .string()
    .regex(/^(file:.+|(libsql|https?|wss?):\/\/[^/?#]+.*)$/, { error: rule })
    .refine((value) => !value.includes(':memory:'), {
      error: `${name} must not be an in-memory database`,
    });
}

/** The app's own origin, kept without a trailing slash. */
export function appUrl(name: string) {
  return url(
    name,
    'must be an http or https origin without a path',
    (value) => /^https?:$/.test(value.protocol) && value.pathname === '/' && isPlain(value),
  ).transform((value) => new URL(value).origin);
}

/** The booking API: one of its own hosts over https, or a program on this machine. */
export function upstreamUrl(name: string) {
  const rule = `must be https on ${UPSTREAM_HOSTS.join(' or ')}, or an address of this machine`;
  return url(
    name,
    rule,
    (value) =>
      isPlain(value) &&
      ((value.protocol === 'https:' && UPSTREAM_HOSTS.includes(value.host)) ||
        (isSafe(value) && isLoopbackUrl(value.href))),
  ).transform(withoutSlash);
}

/** Another HTTP service: https, or plain http on this machine. */
export function serviceUrl(name: string) {
  const accepts = (value: URL) => isSafe(value) && isPlain(value);
  return url(name, 'must be https, or an address of this machine', accepts).transform(withoutSlash);
}

/** A mail server. */
export function smtpUrl(name: string) {
  return url(name, 'must be an smtp: or smtps: address', (value) =>
    /^smtps?:$/.test(value.protocol),
  );
}

/** `kid:base64` pairs, comma-separated; the first seals, all open. */
export function encryptionKeys(name: string) {
  return z.string().transform((value, context): readonly EncryptionKey[] => {
    const keys = value.split(',').map((entry) => parseKey(entry.trim()));
    const bad = keys.indexOf(null);
    if (bad >= 0) {
      const message = `${name} entry ${bad + 1} must be kid:base64 of 32 random bytes`;
      context.addIssue({ code: 'custom', message });
    }
    const sound = keys.filter((key) => key !== null);
    if (new Set(sound.map((key) => key.kid)).size < sound.length) {
      context.addIssue({ code: 'custom', message: `${name} names one kid twice` });
    }
    return sound;
  });
}

function parseKey(entry: string): EncryptionKey | null {
  const match = /^([\w.-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/.exec(entry);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const key = new Uint8Array(Buffer.from(match[2], 'base64'));
  return key.length === 32 ? { kid: match[1], key } : null;
}

/** Address ranges, comma-separated. */
export function cidrList(name: string) {
  return z
    .string()
    .transform((value) => value.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isCidr), {
      error: `${name} must be a comma list such as 10.0.0.0/8`,
    });
}

function isCidr(value: string): boolean {
  const [address, bits, ...more] = value.split('/');
  const version = isIP(address ?? '');
  if (version === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits ?? '')) return false;
  return Number(bits) <= (version === 4 ? 32 : 128);
}
