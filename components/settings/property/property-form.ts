import { parseAmount, parseCount } from '#components/calendar/edit/parse-input.ts';
import { bookingOrigins } from '#components/calendar/model/origins.ts';
import type { BookingOrigin } from '#server/domain/bookings/schema.ts';
import type { SettingsUpdate, SettingsView } from '#server/domain/settings/schema.ts';

/** What stands in the fields of a property's settings: what is typed stays text until it is sent. */
export interface PropertyForm {
  readonly name: string;
  readonly timezone: string;
  readonly weekendNights: readonly number[];
  readonly minStayReading: SettingsView['minStayReading'];
  readonly minStay: string;
  readonly maxStay: string;
  readonly arrivalAllowed: boolean;
  readonly departureAllowed: boolean;
  readonly schoolZones: SettingsView['schoolZones'];
  readonly holidayRegion: SettingsView['holidayRegion'];
  readonly vat: string;
  readonly commission: Readonly<Record<BookingOrigin, string>>;
  readonly retentionMonths: string;
}

export type PropertyProblem =
  | 'required'
  | 'percent'
  | 'nights'
  | 'months'
  | 'minAboveMax'
  | 'timezoneBad';

type PropertySet = NonNullable<SettingsUpdate['set']>;

/** What a form would send, by the setting it belongs to, and which fields cannot be sent. */
export interface PropertyWish {
  readonly set: PropertySet;
  /** By field of the form; a commission's is `commission.<origin>`. */
  readonly problems: ReadonlyMap<string, PropertyProblem>;
}

/** The fields of stored settings; `amount` writes hundredths in the person's language. */
export function formOf(
  settings: SettingsView,
  amount: (hundredths: number) => string,
): PropertyForm {
  const { newNight, vatRateBasisPoints, commissionBasisPoints } = settings;
  const percent = (points: number | null | undefined) => (points == null ? '' : amount(points));
  const commission = Object.fromEntries(
    bookingOrigins.map((origin) => [origin, percent(commissionBasisPoints[origin])]),
  );
  return {
    name: settings.name,
    timezone: settings.timezone,
    weekendNights: settings.weekendNights,
    minStayReading: settings.minStayReading,
    minStay: String(newNight.minStay),
    maxStay: String(newNight.maxStay),
    arrivalAllowed: newNight.arrivalAllowed,
    departureAllowed: newNight.departureAllowed,
    schoolZones: settings.schoolZones,
    holidayRegion: settings.holidayRegion,
    vat: percent(vatRateBasisPoints),
    commission: commission as PropertyForm['commission'],
    retentionMonths: String(settings.retentionMonths),
  };
}

/** Hundredths of a percent of `12,5`, `12.5 %`; null when it is no percentage from 0 to 100. */
export function parseBasisPoints(text: string): number | null {
  const points = parseAmount(text.replace('%', ''));
  return points !== null && points >= 0 && points <= 10_000 && !text.includes('€') ? points : null;
}

const isWithin = (value: number | null, most: number): value is number =>
  value !== null && value >= 1 && value <= most;

/** What the fields hold, as settings; pure. Only settings that differ from `stored` are in it. */
export function wishOf(form: PropertyForm, stored: SettingsView): PropertyWish {
  const problems = new Map<string, PropertyProblem>();
  const wanted: { -readonly [Key in keyof PropertySet]: PropertySet[Key] } = {
    timezone: form.timezone,
    weekendNights: [...form.weekendNights],
    minStayReading: form.minStayReading,
    schoolZones: [...form.schoolZones],
    holidayRegion: form.holidayRegion,
  };
  const name = form.name.trim();
  if (name === '') problems.set('name', 'required');
  else wanted.name = name;
  if (form.timezone === '') problems.set('timezone', 'timezoneBad');
  const newNight = newNightOf(form, problems);
  if (newNight) wanted.newNight = newNight;
  const vat = form.vat.trim() === '' ? null : parseBasisPoints(form.vat);
  if (vat === null && form.vat.trim() !== '') problems.set('vat', 'percent');
  else wanted.vatRateBasisPoints = vat;
  const commission = commissionOf(form, problems);
  if (commission) wanted.commissionBasisPoints = commission;
  const months = parseCount(form.retentionMonths);
  if (isWithin(months, 120)) wanted.retentionMonths = months;
  else problems.set('retentionMonths', 'months');
  const changed = Object.entries(wanted).filter(
    ([key, value]) => textOf(value) !== textOf(stored[key as keyof PropertySet]),
  );
  return { set: Object.fromEntries(changed), problems };
}

function newNightOf(
  { minStay, maxStay, arrivalAllowed, departureAllowed }: PropertyForm,
  problems: Map<string, PropertyProblem>,
): SettingsView['newNight'] | null {
  const [min, max] = [parseCount(minStay), parseCount(maxStay)];
  if (!isWithin(min, 365)) problems.set('minStay', 'nights');
  if (!isWithin(max, 365)) problems.set('maxStay', 'nights');
  if (!isWithin(min, 365) || !isWithin(max, 365)) return null;
  if (min > max) problems.set('minStay', 'minAboveMax');
  return min > max ? null : { minStay: min, maxStay: max, arrivalAllowed, departureAllowed };
}

function commissionOf(
  { commission }: PropertyForm,
  problems: Map<string, PropertyProblem>,
): SettingsView['commissionBasisPoints'] | null {
  const typed = bookingOrigins.filter((origin) => commission[origin].trim() !== '');
  const read = typed.map((origin) => [origin, parseBasisPoints(commission[origin])] as const);
  const wrong = read.filter(([, points]) => points === null);
  for (const [origin] of wrong) problems.set(`commission.${origin}`, 'percent');
  if (wrong.length > 0) return null;
  return Object.fromEntries(read.map(([origin, points]) => [origin, points ?? 0]));
}

/** The same text for the same value, whatever the order of an object's fields. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
