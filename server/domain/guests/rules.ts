import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { civilOf, type EpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';

/** Whose dialling code a number without one has. */
const HOME_COUNTRY = 'FR';

/** The form in which two spellings of one e-mail address are alike; null = there is none. */
export function normalEmail(text: string): string | null {
  const email = text.normalize('NFKC').trim().toLowerCase();
  return email === '' ? null : email;
}

/** A telephone number in E.164; null = it is none. */
export function normalPhone(text: string): string | null {
  const phone = parsePhoneNumberFromString(text.normalize('NFKC'), HOME_COUNTRY);
  return phone?.isPossible() === true ? phone.number : null;
}

/**
 * The first last departure of which guests' data are still kept: `months` calendar months before
 * `today`, or the last day of that month where it is shorter.
 */
export function keptFrom(today: EpochDay, months: number): EpochDay {
  const { year, month, day } = civilOf(today);
  const index = year * 12 + (month - 1) - months;
  return Math.min(firstOfMonth(index) + day - 1, firstOfMonth(index + 1) - 1);
}

/** The first day of a month counted from the year 0. */
function firstOfMonth(index: number): EpochDay {
  const year = String(Math.floor(index / 12)).padStart(4, '0');
  const month = String((index % 12) + 1).padStart(2, '0');
  return toEpochDay(`${year}-${month}-01`);
}
