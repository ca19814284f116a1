import { requireDay, requireInteger, requireList, requireObject, requireThat } from './check.ts';
import type { BookingFilter, RatePeriodWrite, RateTypeDraft, StockNight } from './types.ts';
import { isFields } from './wire/coerce.ts';
import { toDateXml, toEpochMs } from './wire/day.ts';

/** The body that writes stock. */
export function stockBody(nights: readonly StockNight[]): unknown {
  requireList(nights, 'nights');
  const listeStock = nights.map((night, index) => {
    const name = `nights[${index}]`;
    requireObject(night, name);
    requireDay(night.date, `${name}.date`);
    requireInteger(night.units, `${name}.units`, 0);
    return { date: night.date, valeur: night.units };
  });
  return { listeStock };
}

function multilingualOf(value: unknown, name: string): { langue: string; texte: string }[] {
  requireObject(value, name);
  return Object.entries(isFields(value) ? value : {}).map(([langue, texte]) => {
    requireThat(/^[a-z]{2,3}$/.test(langue), name, 'keyed by lower-case language codes');
    requireThat(typeof texte === 'string', `${name}.${langue}`, 'text');
    return { langue, texte: String(texte) };
  });
}

/** The three fields of a rate type; upstream replaces all of them at once. */
export function rateTypeBody(draft: RateTypeDraft): unknown {
  requireObject(draft, 'draft');
  const libelle = multilingualOf(draft.label, 'draft.label');
  requireThat(libelle.length > 0, 'draft.label', 'text in at least one language');
  requireInteger(draft.order, 'draft.order', 0);
  return {
    libelle,
    description: multilingualOf(draft.description, 'draft.description'),
    ordre: draft.order,
  };
}

function pricesOf(period: RatePeriodWrite, name: string): unknown[] {
  requireList(period.prices, `${name}.prices`);
  // What upstream makes of an empty list is not known: it might erase every price.
  requireThat(period.prices.length > 0, `${name}.prices`, 'at least one price');
  return period.prices.map((price, index) => {
    const at = `${name}.prices[${index}]`;
    requireObject(price, at);
    if (price.guests !== null) requireInteger(price.guests, `${at}.guests`);
    requireInteger(price.priceCents, `${at}.priceCents`);
    return {
      ...price.extra,
      ...(price.guests === null ? {} : { nbPers: price.guests }),
      prix: price.priceCents / 100,
    };
  });
}

function periodOf(period: RatePeriodWrite, name: string): unknown {
  requireObject(period, name);
  requireInteger(period.rateTypeId, `${name}.rateTypeId`);
  requireDay(period.from, `${name}.from`);
  requireDay(period.to, `${name}.to`);
  requireThat(period.from <= period.to, `${name}.to`, 'the same day as `from` or later');
  requireInteger(period.minStay, `${name}.minStay`);
  requireInteger(period.maxStay, `${name}.maxStay`);
  for (const flag of ['open', 'arrivalAllowed', 'departureAllowed'] as const) {
    requireThat(typeof period[flag] === 'boolean', `${name}.${flag}`, 'true or false');
  }
  const listeTarifPaxOccupation = pricesOf(period, name);
  const pax = period.extra?.tarifPax;
  return {
    ...period.extra,
    idTypeTarif: period.rateTypeId,
    debut: period.from,
    fin: period.to,
    ouvert: period.open,
    dureeMin: period.minStay,
    dureeMax: period.maxStay,
    arriveeAutorisee: period.arrivalAllowed,
    departAutorise: period.departureAllowed,
    // Other ways of pricing may stand beside the occupancies; they go back as they came.
    tarifPax: { ...(isFields(pax) ? pax : {}), listeTarifPaxOccupation },
  };
}

/** The body that writes rates: whole periods, prices in euros. */
export function ratesBody(periods: readonly RatePeriodWrite[]): unknown {
  requireList(periods, 'periods');
  return { tarifs: periods.map((period, index) => periodOf(period, `periods[${index}]`)) };
}

function boundOf(value: unknown, name: string, round: (seconds: number) => number): string {
  const ms = toEpochMs(value, true);
  requireThat(ms !== undefined, `filter.${name}`, 'an ISO 8601 instant with Z or an offset');
  return toDateXml(round(ms / 1000) * 1000);
}

/** The query of the booking list. Bounds go to whole seconds outwards, so that none is lost. */
export function bookingQuery(filter: BookingFilter): URLSearchParams {
  requireObject(filter, 'filter');
  const query = new URLSearchParams();
  const set = (name: keyof BookingFilter, wire: string, write: (value: unknown) => string) => {
    if (filter[name] !== undefined) query.set(wire, write(filter[name]));
  };
  for (const [from, to, wire] of [
    ['createdFrom', 'createdTo', 'dateCreation'],
    ['modifiedFrom', 'modifiedTo', 'dateModification'],
  ] as const) {
    set(from, `${wire}Depuis`, (value) => boundOf(value, from, Math.floor));
    set(to, `${wire}Jusqua`, (value) => boundOf(value, to, Math.ceil));
  }
  for (const [name, wire] of [
    ['page', 'page'],
    ['perPage', 'nbParPage'],
  ] as const) {
    set(name, wire, (value) => {
      requireInteger(value, `filter.${name}`);
      return String(value);
    });
  }
  return query;
}

/** The address of a webhook, unchanged: upstream knows it by its exact text. */
export function webhookUrl(url: unknown, name: string): string {
  const fits = typeof url === 'string' && /^https?:\/\/\S+$/.test(url) && URL.canParse(url);
  requireThat(fits, name, 'an absolute http or https URL');
  return String(url);
}

/** The body that adds a webhook. */
export function webhookBody(webhook: { url: string; alertEmail?: string }): unknown {
  requireObject(webhook, 'webhook');
  const url = webhookUrl(webhook.url, 'webhook.url');
  const { alertEmail } = webhook;
  if (alertEmail === undefined) return { url };
  const fits = typeof alertEmail === 'string' && /^\S+@\S+$/.test(alertEmail);
  requireThat(fits, 'webhook.alertEmail', 'an e-mail address');
  return { url, emailAlerte: alertEmail };
}
