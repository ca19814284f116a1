'use client';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { CodeStep } from './code-step.tsx';
import { PasswordStep } from './password-step.tsx';
import { EXPIRED_PARAM, returnPathOf } from './return-path.ts';

/** Signing in: address and password, then a code where the person has asked for one. */
export function SignInForm() {
  const query = useSearchParams();
  const wanted = query.get('to');
  const [step, setStep] = useState<'password' | 'code' | 'again'>('password');
  const enter = () => window.location.assign(returnPathOf(wanted));
  if (step === 'code') return <CodeStep onDone={enter} onExpired={() => setStep('again')} />;
  return (
    <PasswordStep
      hasExpired={query.has(EXPIRED_PARAM)}
      isCodeExpired={step === 'again'}
      onDone={enter}
      onCode={() => setStep('code')}
    />
  );
}
