import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether a request carries this secret as its bearer token, compared in constant time. Without a
 * secret nobody does.
 */
export function holdsBearerSecret(headers: Headers, secret: string | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1];
  if (secret === undefined || secret === '' || given === undefined) return false;
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
