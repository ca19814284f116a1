/**
 * Where to go after signing in: the wanted path when it lies on this very site, else the start.
 * A text that a browser could read as another origin (`//x`, `/\x`, a scheme) is never followed.
 */
export function returnPathOf(wanted: string | null): string {
  if (!wanted || !/^\/[^/\\]/.test(wanted) || /[\s\\]/.test(wanted)) return '/';
  const base = 'http://here.invalid';
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null;
  return url?.origin === base && !url.pathname.startsWith('//')
    ? `${url.pathname}${url.search}`
    : '/';
}

/** Tells the sign-in page that a session has ended by itself. */
export const EXPIRED_PARAM = 'expired';

/** The sign-in page that comes back to `path`. */
export function signInPath(path: string): '/sign-in' | `/sign-in?to=${string}` {
  return path === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(path)}`;
}

/** The same for someone whose session has ended while at work. */
export function expiredPath(path: string): `/sign-in?to=${string}` {
  return `/sign-in?to=${encodeURIComponent(path)}&${EXPIRED_PARAM}=1`;
}
