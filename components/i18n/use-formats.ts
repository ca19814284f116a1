'use client';
import { useLocale } from 'next-intl';
import { type Formats, formatsOf } from './formats.ts';

/** Number and date formats of the current language. */
export function useFormats(): Formats {
  return formatsOf(useLocale());
}
