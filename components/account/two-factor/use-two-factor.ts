'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAuthCall } from '#components/auth/use-auth-call.tsx';
import { useCalls } from '#components/trpc/client.ts';

export type TwoFactorStep =
  | { readonly kind: 'rest' }
  /** The person says who they are, before anything changes. */
  | { readonly kind: 'password'; readonly wish: 'on' | 'off' | 'codes' }
  /** The app is being told the secret. */
  | { readonly kind: 'setUp'; readonly address: string; readonly backupCodes: readonly string[] }
  /** The codes are shown, once. */
  | { readonly kind: 'codes'; readonly backupCodes: readonly string[]; readonly isNew: boolean };

const PATHS = {
  on: '/two-factor/enable',
  off: '/two-factor/disable',
  codes: '/two-factor/generate-backup-codes',
} as const;

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** Turning the second factor on and off, and making new backup codes. */
export function useTwoFactor() {
  const calls = useCalls();
  const queries = useQueryClient();
  const auth = useAuthCall();
  const [step, setStep] = useState<TwoFactorStep>({ kind: 'rest' });
  const go = (next: TwoFactorStep) => {
    auth.forget();
    setStep(next);
  };
  const readAgain = () =>
    Promise.all([
      queries.invalidateQueries(calls.account.get.pathFilter()),
      queries.invalidateQueries(calls.account.sessions.pathFilter()),
    ]);
  const sendPassword = async (wish: keyof typeof PATHS, password: string) => {
    const { refusal, body } = await auth.ask(PATHS[wish], { password });
    if (refusal) return;
    const backupCodes = texts(body?.backupCodes);
    if (wish === 'on') {
      const address = typeof body?.totpURI === 'string' ? body.totpURI : '';
      return setStep({ kind: 'setUp', address, backupCodes });
    }
    if (wish === 'codes') return setStep({ kind: 'codes', backupCodes, isNew: false });
    await readAgain();
    setStep({ kind: 'rest' });
  };
  const sendCode = async (code: string, backupCodes: readonly string[]) => {
    const answer = await auth.ask('/two-factor/verify-totp', { code });
    if (answer.refusal) return false;
    setStep({ kind: 'codes', backupCodes, isNew: true });
    await readAgain();
    return true;
  };
  /** Each question has one field; what is wrong besides stands there as well. */
  const problem = auth.at('password') ?? auth.at('code') ?? auth.problemBeside() ?? undefined;
  return { step, go, sendPassword, sendCode, isWorking: auth.isWorking, problem };
}

export type TwoFactorFlow = ReturnType<typeof useTwoFactor>;
