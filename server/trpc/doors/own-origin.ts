import { DomainError } from '#server/kernel/errors.ts';

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Where a request may come from besides our own pages: what a person does in the browser itself. */
const OWN_SITES: readonly string[] = ['same-origin', 'none'];

/**
 * Refuses a request that could change something and that another site's page had the browser send:
 * the browser adds our cookies to it, and says where it comes from. Programs say neither.
 * @throws {DomainError} CSRF_REJECTED.
 */
export function refuseForeignPages({ method, headers }: Request, appUrl: string): void {
  if (SAFE_METHODS.includes(method)) return;
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const isOwn =
    (origin === null || origin === new URL(appUrl).origin) &&
    (site === null || OWN_SITES.includes(site));
  if (!isOwn) throw new DomainError('CSRF_REJECTED');
}
