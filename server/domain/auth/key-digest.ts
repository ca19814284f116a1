import { createHash, randomBytes } from 'node:crypto';

const API_KEY = /^opk_[A-Za-z0-9_-]{43}$/;

/** A new API key: 256 random bits, recognisable by its prefix. */
export function newApiKey(): string {
  return `opk_${randomBytes(32).toString('base64url')}`;
}

/**
 * What is stored of an API key, null for text that cannot be one. A plain SHA-256 is enough: the
 * key has 256 random bits, so it cannot be guessed from its digest.
 */
export function apiKeyDigest(key: string): string | null {
  return API_KEY.test(key) ? createHash('sha256').update(key).digest('hex') : null;
}
