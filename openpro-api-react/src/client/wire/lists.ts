import type {
  Accommodation,
  BookingPage,
  BookingSummary,
  Link,
  Listed,
  RateType,
  StockNight,
  UpstreamWarning,
  Webhook,
  WriteResult,
} from '../types.ts';
import {
  element,
  type Fields,
  fieldsOf,
  listed,
  listIn,
  listOf,
  or,
  toCount,
  toFlag,
  toId,
  toInt,
  toMultilingual,
  toText,
  Unreadable,
} from './coerce.ts';
import { toDay, toInstant } from './day.ts';

/** The nested id, or the flat one; nothing when the element says that another supplier owns it. */
export function ownId(fields: Fields, thing: string, supplierId: number): unknown {
  const nested = fieldsOf(fields[`cle${thing}`]);
  const owner = nested.idFournisseur ?? fields.idFournisseur;
  if (owner != null && toId(owner) !== supplierId) return undefined;
  return nested[`id${thing}`] ?? fields[`id${thing}`];
}

/** Accommodations; a missing name becomes the id, since a room must not vanish for it. */
export function readAccommodations(data: Fields, supplierId: number): Listed<Accommodation> {
  const accommodation = element((fields, take) => {
    const id = take('id', ownId(fields, 'Hebergement', supplierId), toId);
    return { id, name: take('name', fields.nom ?? fields.nomHebergement ?? id, toText) };
  });
  return listed(accommodation, listIn(data, 'listeHebergement', 'hebergements'), 'Accommodation');
}

const stockNight = element((fields, take) => ({
  date: take('date', fields.date ?? fields.jour, toDay),
  units:
    toFlag(fields.ouvert) === false
      ? 0
      : take('units', fields.valeur ?? fields.stock ?? fields.dispo, toCount),
}));

/** Stock by night in date order; of two elements for one night the later one stands. */
export function readStock(data: Fields): Listed<StockNight> {
  const list = listIn(data, 'listeStock', 'jours', 'stock');
  const { items, warnings } = listed(stockNight, list, 'Stock element');
  const byDate = new Map(items.map((night) => [night.date, night]));
  return { items: [...byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1)), warnings };
}

/** Rate types; a missing label or description is empty, a missing order 0. */
export function readRateTypes(data: Fields, supplierId: number): Listed<RateType> {
  const rateType = element((fields, take) => ({
    id: take('id', ownId(fields, 'TypeTarif', supplierId), toId),
    label: take('label', fields.libelle, or(toMultilingual, {})),
    description: take('description', fields.description, or(toMultilingual, {})),
    order: take('order', fields.ordre, or(toInt, 0)),
  }));
  return listed(rateType, listIn(data, 'typeTarifs'), 'Rate type');
}

/** Which rate types are sold on the accommodation. */
export function readLinks(data: Fields, supplierId: number): Listed<Link> {
  const link = element((fields, take) => ({
    accommodationId: take('accommodationId', ownId(fields, 'Hebergement', supplierId), toId),
    rateTypeId: take('rateTypeId', ownId(fields, 'TypeTarif', supplierId), toId),
  }));
  return listed(link, listIn(data, 'liaisonHebergementTypeTarifs'), 'Link');
}

/** One page of booking summaries, in each of the paging forms seen. */
export function readBookingPage(data: Fields, supplierId: number, asked: number): BookingPage {
  const summary = element<BookingSummary>((fields, take) => {
    const { dateCreation, dateModification } = fields;
    return {
      id: take('id', ownId(fields, 'Dossier', supplierId), toId),
      createdAt: take('createdAt', dateCreation ?? dateModification, toInstant),
      modifiedAt: take('modifiedAt', dateModification ?? dateCreation, toInstant),
    };
  });
  const list = listIn(data, 'liste', 'dossiers');
  const { items, warnings } = listed(summary, list, 'Booking summary');
  const info = fieldsOf(data.infoPage);
  const meta = fieldsOf(data.meta);
  const pages = toCount(info.nbPage ?? data.nbPages);
  // The form with `meta` has no pages: it holds everything at once.
  if (pages === undefined && meta.total == null) {
    warnings.push('The number of pages is unreadable: there may be more bookings.');
  }
  return {
    items,
    warnings,
    page: toId(info.index ?? data.pageCourante) ?? asked,
    pages: pages ?? 1,
    total: toCount(info.nbTotal ?? data.nbTotal ?? meta.total) ?? list.length,
  };
}

const webhook = element((fields, take) => ({
  url: take('url', fields.url || null, toText),
  alertEmail: take('alertEmail', fields.emailAlerte || null, or(toText, null)),
}));

/** Webhooks registered for the key. */
export function readWebhooks(data: Fields): Listed<Webhook> {
  return listed(webhook, listIn(data, 'webhooks', 'listeWebhook'), 'Webhook');
}

/** The remarks beside an accepted write; everything else in such an answer is ignored. */
export function readWrite(data: Fields, clean: (text: string) => string): WriteResult {
  return {
    warnings: listOf(data.warnings).map((value): UpstreamWarning => {
      const fields = fieldsOf(value);
      const detail = toText(fields.detail ?? fields.message ?? value) ?? '';
      return { code: clean(toText(fields.code) ?? '') || null, detail: clean(detail) };
    }),
  };
}

/**
 * The id of a rate type just created.
 * @throws Unreadable when the answer names none
 */
export function readCreatedId(data: Fields, supplierId: number): { id: number } {
  const id = toId(ownId(data, 'TypeTarif', supplierId));
  if (id === undefined) throw new Unreadable('idTypeTarif is unreadable');
  return { id };
}
