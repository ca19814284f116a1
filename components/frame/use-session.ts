'use client';
import { useQuery } from '@tanstack/react-query';

export interface SessionUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

function userOf(answer: unknown): SessionUser | null {
  if (typeof answer !== 'object' || answer === null || !('user' in answer)) return null;
  const user = answer.user;
  if (typeof user !== 'object' || user === null || !('id' in user) || !('email' in user))
    return null;
  const { id, email } = user;
  if (typeof id !== 'string' || typeof email !== 'string') return null;
  return { id, email, name: 'name' in user && typeof user.name === 'string' ? user.name : email };
}

async function readUser(): Promise<SessionUser | null> {
  const response = await fetch('/api/auth/get-session');
  if (!response.ok) throw new Error(`session: ${response.status}`);
  return userOf(await response.json());
}

/** Who is signed in; undefined until it is known, null when that could not be learnt. */
export function useSessionUser(): SessionUser | null | undefined {
  const { data, isError } = useQuery({
    queryKey: ['session'],
    queryFn: readUser,
    staleTime: 5 * 60_000,
  });
  return data === undefined && isError ? null : data;
}

/** Ends the session and leaves for the sign-in page. */
export async function signOut(): Promise<void> {
  await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  window.location.assign('/sign-in');
}
