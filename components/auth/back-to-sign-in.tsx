'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

/** The way back to the sign-in page. */
export function BackToSignIn() {
  const t = useTranslations('auth');
  return (
    <p className="text-center">
      <Link href="/sign-in" className="tap text-13 font-medium text-accent hover:underline">
        {t('back')}
      </Link>
    </p>
  );
}
