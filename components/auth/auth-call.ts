/** What the sign-in service answered. */
export interface AuthAnswer {
  readonly ok: boolean;
  /** What was refused, in the service's own codes; `null` where it gave none. */
  readonly code: string | null;
  /** The answer itself; null where there is none. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** The two refusals that have nothing to do with what was typed. */
export const TOO_MANY = 'TOO_MANY_REQUESTS';
export const UNREACHABLE = 'UNREACHABLE';

const LOCKED = ['TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE', 'ACCOUNT_TEMPORARILY_LOCKED'];

function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? { ...value } : null;
}

/** Asks the sign-in service; a network that fails and a service that fails are `UNREACHABLE`. */
export async function callAuth(
  path: `/${string}`,
  body: Readonly<Record<string, unknown>>,
): Promise<AuthAnswer> {
  try {
    const response = await fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = asRecord(await response.json().catch(() => null));
    if (response.ok) return { ok: true, code: null, body: answer };
    const said = typeof answer?.code === 'string' ? answer.code : null;
    return { ok: false, code: codeOf(response.status, said), body: answer };
  } catch {
    return { ok: false, code: UNREACHABLE, body: null };
  }
}

function codeOf(status: number, said: string | null): string | null {
  if (status === 429 || (said !== null && LOCKED.includes(said))) return TOO_MANY;
  return status >= 500 ? UNREACHABLE : said;
}
