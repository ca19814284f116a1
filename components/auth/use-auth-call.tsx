'use client';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { type AuthAnswer, type AuthRefusal, callAuth } from './auth-call.ts';

export interface AuthCall {
  readonly isWorking: boolean;
  /** What is wrong with a field, in words that are read out at once. */
  readonly at: (path: string) => ReactNode;
  /** What is wrong besides the fields that the form shows; null when nothing is. */
  readonly problemBeside: (...shown: readonly string[]) => string | null;
  /** Asks; while the answer is not there, nothing else is asked. */
  readonly ask: (
    path: `/${string}`,
    body: Readonly<Record<string, unknown>>,
  ) => Promise<AuthAnswer>;
  readonly forget: () => void;
}

/** Asks the sign-in service from a form, and tells in the server's words why it refused. */
export function useAuthCall(): AuthCall {
  const t = useTranslations('auth');
  const [isWorking, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<AuthRefusal | null>(null);
  const ask: AuthCall['ask'] = async (path, body) => {
    setWorking(true);
    setRefusal(null);
    const answer = await callAuth(path, body);
    setWorking(false);
    setRefusal(answer.refusal);
    return answer;
  };
  const fields = refusal?.fields ?? [];
  return {
    isWorking,
    at: (path) => {
      const found = fields.find((field) => field.path === path);
      return found && <span role="alert">{found.message}</span>;
    },
    problemBeside: (...shown) => {
      if (!refusal) return null;
      if (refusal.code === null) return t('unreachable');
      const others = fields.filter(({ path }) => !shown.includes(path));
      if (others.length > 0) return others.map(({ message }) => message).join(' · ');
      return fields.length > 0 ? null : refusal.message;
    },
    ask,
    forget: () => setRefusal(null),
  };
}
