import type { Locale } from '#components/i18n/locale.ts';

/** A time zone as it is offered: where it holds, in words, and its name in the tz database. */
export interface Zone {
  readonly name: string;
  readonly label: string;
}

/** France and its neighbours, in the order in which they are offered. */
const NAMED: readonly (readonly [name: string, fr: string, en: string])[] = [
  ['Europe/Paris', 'France métropolitaine', 'Mainland France'],
  ['America/Guadeloupe', 'Guadeloupe', 'Guadeloupe'],
  ['America/Martinique', 'Martinique', 'Martinique'],
  ['America/Cayenne', 'Guyane', 'French Guiana'],
  ['Indian/Reunion', 'La Réunion', 'Réunion'],
  ['Indian/Mayotte', 'Mayotte', 'Mayotte'],
  ['America/Marigot', 'Saint-Martin', 'Saint Martin'],
  ['America/St_Barthelemy', 'Saint-Barthélemy', 'Saint Barthélemy'],
  ['America/Miquelon', 'Saint-Pierre-et-Miquelon', 'Saint Pierre and Miquelon'],
  ['Pacific/Tahiti', 'Tahiti', 'Tahiti'],
  ['Pacific/Marquesas', 'Îles Marquises', 'Marquesas Islands'],
  ['Pacific/Gambier', 'Îles Gambier', 'Gambier Islands'],
  ['Pacific/Noumea', 'Nouvelle-Calédonie', 'New Caledonia'],
  ['Pacific/Wallis', 'Wallis-et-Futuna', 'Wallis and Futuna'],
  ['Europe/Brussels', 'Belgique', 'Belgium'],
  ['Europe/Luxembourg', 'Luxembourg', 'Luxembourg'],
  ['Europe/Zurich', 'Suisse', 'Switzerland'],
  ['Europe/Monaco', 'Monaco', 'Monaco'],
  ['Europe/Andorra', 'Andorre', 'Andorra'],
  ['Europe/Rome', 'Italie', 'Italy'],
  ['Europe/Madrid', 'Espagne', 'Spain'],
  ['Atlantic/Canary', 'Canaries', 'Canary Islands'],
  ['Europe/Lisbon', 'Portugal', 'Portugal'],
  ['Europe/Berlin', 'Allemagne', 'Germany'],
  ['Europe/London', 'Royaume-Uni', 'United Kingdom'],
  ['Africa/Casablanca', 'Maroc', 'Morocco'],
  ['Indian/Mauritius', 'Maurice', 'Mauritius'],
];

/** Every zone: those that matter here first, then all that the browser knows. */
export function zonesOf(locale: Locale): Zone[] {
  const named = NAMED.map(([name, fr, en]) => ({ name, label: locale === 'fr' ? fr : en }));
  const known = new Set(named.map(({ name }) => name));
  const others = Intl.supportedValuesOf('timeZone')
    .filter((name) => !known.has(name) && name.includes('/'))
    .map((name) => ({ name, label: (name.split('/').at(-1) ?? name).replaceAll('_', ' ') }));
  return [...named, ...others];
}

const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_/-]+/g, ' ')
    .trim();

/** The zones whose words or name contain what was typed, accents and hyphens aside; all for none. */
export function zonesMatching(zones: readonly Zone[], typed: string): Zone[] {
  const wanted = bare(typed);
  return zones.filter(({ name, label }) => bare(`${label} ${name}`).includes(wanted));
}

/** What it is called; its own name where it is not on the list. */
export function zoneLabel(zones: readonly Zone[], name: string): string {
  return zones.find((zone) => zone.name === name)?.label ?? name;
}
