import { type FieldProblem, isFieldProblem } from '#components/trpc/call-error.ts';

/** Why the sign-in service refused, in the words a person reads. */
export interface AuthRefusal {
  /** Our code; null when the server was not reached. */
  readonly code: string | null;
  /** Empty when the server was not reached. */
  readonly message: string;
  readonly fields: readonly FieldProblem[];
}

/** What the sign-in service answered. */
export interface AuthAnswer {
  /** Null when it did what was asked. */
  readonly refusal: AuthRefusal | null;
  /** The answer itself; null where there is none. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

const UNREACHABLE: AuthRefusal = { code: null, message: '', fields: [] };

function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? { ...value } : null;
}

/** Asks the sign-in service; anything that is not an answer of its own counts as not reached. */
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
    if (response.ok) return { refusal: null, body: answer };
    return { refusal: refusalIn(asRecord(answer?.error)), body: null };
  } catch {
    return { refusal: UNREACHABLE, body: null };
  }
}

function refusalIn(error: Readonly<Record<string, unknown>> | null): AuthRefusal {
  if (typeof error?.code !== 'string' || typeof error.message !== 'string') return UNREACHABLE;
  const fields = Array.isArray(error.fields) ? error.fields.filter(isFieldProblem) : [];
  return { code: error.code, message: error.message, fields };
}
