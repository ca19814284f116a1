import { isIP } from 'node:net';

/**
 * The network address that a request came from: what the nearest proxy, or Next itself, wrote last.
 * Null when nobody wrote one.
 */
export function clientAddressOf(headers: Headers): string | null {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return isIP(last) === 0 ? null : last;
}
