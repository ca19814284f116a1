import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { type Locale, tagOf } from './locale.ts';

const DAY_MS = 86_400_000;
const NARROW_SPACE = '\u202f';

/** Every way a number, an amount or a date is written, in one language. */
export interface Formats {
  readonly locale: Locale;
  /** `95`, `89,50`: no sign, cents only when there are some. */
  amount(cents: number): string;
  /** `1 234,50 €`, cents only when there are some. */
  money(cents: number): string;
  /** Money with its sign, `+12 €`. */
  signedMoney(cents: number): string;
  count(value: number): string;
  /** `samedi 21 novembre 2026` */
  longDate(day: EpochDay): string;
  /** `sam. 21 nov.` */
  shortDate(day: EpochDay): string;
  /** `sam.` */
  weekday(day: EpochDay): string;
  /** `novembre 2026` */
  month(day: EpochDay): string;
  /** `nov.` */
  shortMonth(day: EpochDay): string;
  /** `il y a 2 min` */
  ago(elapsedMs: number): string;
}

const JUST_NOW: Record<Locale, string> = { fr: 'à l’instant', en: 'just now' };

/** Intl puts a wide no-break space before the sign; French typography wants the narrow one. */
function narrow(text: string): string {
  return text.replaceAll('\u00a0', NARROW_SPACE);
}

function agoParts(elapsedMs: number): [number, Intl.RelativeTimeFormatUnit] {
  const minutes = Math.floor(elapsedMs / 60_000);
  if (minutes < 60) return [-Math.max(minutes, 0), 'minute'];
  if (minutes < 48 * 60) return [-Math.floor(minutes / 60), 'hour'];
  return [-Math.floor(minutes / (24 * 60)), 'day'];
}

function makeFormats(locale: Locale): Formats {
  const tag = tagOf(locale);
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' });
    const known = new Map<EpochDay, string>();
    return (day: EpochDay) => {
      const text = known.get(day) ?? format.format(day * DAY_MS);
      if (!known.has(day)) known.set(day, text);
      return text;
    };
  };
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options);
  const plain = [0, 2].map((digits) => number({ minimumFractionDigits: digits }));
  const euros = [0, 2].map((digits) =>
    number({
      style: 'currency',
      currency: 'EUR',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
  );
  const relative = new Intl.RelativeTimeFormat(tag, { style: 'short', numeric: 'always' });
  const pick = (list: Intl.NumberFormat[], cents: number) =>
    narrow(list[cents % 100 === 0 ? 0 : 1]?.format(cents / 100) ?? '');
  const money = (cents: number) => pick(euros, cents);
  return {
    locale,
    amount: (cents) => pick(plain, cents),
    money,
    signedMoney: (cents) => `${cents > 0 ? '+' : cents < 0 ? '−' : ''}${money(Math.abs(cents))}`,
    count: (value) => narrow(number({}).format(value)),
    longDate: date({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    shortDate: date({ weekday: 'short', day: 'numeric', month: 'short' }),
    weekday: date({ weekday: 'short' }),
    month: date({ month: 'long', year: 'numeric' }),
    shortMonth: date({ month: 'short', year: '2-digit' }),
    ago: (elapsedMs) =>
      elapsedMs < 60_000 ? JUST_NOW[locale] : narrow(relative.format(...agoParts(elapsedMs))),
  };
}

const made = new Map<Locale, Formats>();

/** The formats of a language; formatters are costly to make, so each is made once. */
export function formatsOf(locale: Locale): Formats {
  const known = made.get(locale) ?? makeFormats(locale);
  made.set(locale, known);
  return known;
}
