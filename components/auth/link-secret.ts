const PLACE = 'invitation';

/**
 * The secret in a link's address: in the fragment, which no server and no log ever sees, or in the
 * query; null when there is none.
 */
export function secretIn({ hash, search }: { hash: string; search: string }): string | null {
  const fragment = hash.replace(/^#(token=)?/, '');
  return fragment || new URLSearchParams(search).get('token') || null;
}

/** Takes the secret out of the address bar, so that it stays out of the history. */
export function hideSecret(): void {
  window.history.replaceState(null, '', window.location.pathname);
}

/**
 * Another link that is opened in the same tab changes nothing but the fragment: the page starts over
 * with it. Gives what stops listening.
 */
export function onAnotherLink(): () => void {
  const startOver = () => window.location.reload();
  window.addEventListener('hashchange', startOver);
  return () => window.removeEventListener('hashchange', startOver);
}

/** Keeps an invitation's secret in this tab while its person signs in. */
export function keepInvitation(secret: string | null): void {
  if (secret === null) window.sessionStorage.removeItem(PLACE);
  else window.sessionStorage.setItem(PLACE, secret);
}

/** The invitation that this tab keeps. */
export function keptInvitation(): string | null {
  return window.sessionStorage.getItem(PLACE);
}
