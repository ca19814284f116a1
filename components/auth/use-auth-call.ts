'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { MIN_PASSWORD_LENGTH } from '#server/domain/auth/password-rule.ts';
import { type AuthAnswer, callAuth, TOO_MANY, UNREACHABLE } from './auth-call.ts';

export interface AuthCall {
  readonly isWorking: boolean;
  /** The code of the last refusal; null when there is none. */
  readonly refusal: string | null;
  /** The last refusal in words. */
  readonly problem: string | null;
  /** Asks; while the answer is not there, nothing else is asked. */
  readonly ask: (
    path: `/${string}`,
    body: Readonly<Record<string, unknown>>,
  ) => Promise<AuthAnswer>;
  readonly forget: () => void;
}

/** The codes of the sign-in service that have words of their own. */
const WORDS = {
  [TOO_MANY]: 'tooMany',
  [UNREACHABLE]: 'unreachable',
  INVALID_EMAIL_OR_PASSWORD: 'wrong',
  INVALID_PASSWORD: 'wrongPassword',
  INVALID_CODE: 'wrongCode',
  INVALID_BACKUP_CODE: 'wrongBackupCode',
  INVALID_TWO_FACTOR_COOKIE: 'codeExpired',
  INVALID_TOKEN: 'linkInvalid',
  PASSWORD_TOO_SHORT: 'passwordLength',
  PASSWORD_TOO_LONG: 'passwordLength',
  TOTP_ALREADY_ENABLED: 'alreadyOn',
  PLATFORM_ADMIN: 'adminKeepsCode',
} as const;

/** Asks the sign-in service from a form, and tells in words why it refused. */
export function useAuthCall(): AuthCall {
  const t = useTranslations('auth');
  const [isWorking, setWorking] = useState(false);
  const [refused, setRefused] = useState<AuthAnswer | null>(null);
  const ask: AuthCall['ask'] = async (path, body) => {
    setWorking(true);
    setRefused(null);
    const answer = await callAuth(path, body);
    setWorking(false);
    if (!answer.ok) setRefused(answer);
    return answer;
  };
  const word = Object.entries(WORDS).find(([code]) => code === refused?.code)?.[1] ?? 'refused';
  return {
    isWorking,
    refusal: refused ? (refused.code ?? '') : null,
    problem: refused ? t(word, { count: MIN_PASSWORD_LENGTH }) : null,
    ask,
    forget: () => setRefused(null),
  };
}
