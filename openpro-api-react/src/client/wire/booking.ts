import type {
  Booking,
  BookingOrigin,
  Contact,
  GuestsByAge,
  Payment,
  Stay,
  Supplement,
} from '../types.ts';
import {
  element,
  type Fields,
  fieldsOf,
  isFields,
  listOf,
  or,
  type Reader,
  readOne,
  toCents,
  toCount,
  toId,
  toMultilingual,
  toText,
  Unreadable,
} from './coerce.ts';
import { toDay, toInstant } from './day.ts';
import { ownId } from './lists.ts';

const ORIGINS = ['OpenSystem', 'ResaLocale', 'Xotelia', 'Booking'] as const;

/** Text that says something: null for nothing, for empty text and for what is no text. */
function textOf(...values: unknown[]): string | null {
  for (const value of values) {
    const text = toText(value) ?? Object.values(toMultilingual(value) ?? {})[0];
    if (text) return text;
  }
  return null;
}

/** A part the booking can do without: null when absent, null and a sentence when unreadable. */
function partOf<T>(value: unknown, read: Reader<T>, what: string, warnings: string[]): T | null {
  if (value == null || value === '') return null;
  const part = read(value);
  if (part === undefined) warnings.push(`${what} is unreadable.`);
  return part ?? null;
}

function labelOf(fields: Fields): string {
  return textOf(fields.intitule, fields.libelle, fields.nom, fields.type, fields.mode) ?? '';
}

function readSupplements(value: unknown, warnings: string[]): Supplement[] {
  return listOf(value).map((item) => {
    const fields = fieldsOf(item);
    return {
      label: labelOf(fields),
      quantity: partOf(fields.quantite, toCount, 'Supplement quantity', warnings) ?? 1,
      amountCents: partOf(fields.montant, toCents, 'Supplement amount', warnings),
    };
  });
}

function readPayments(value: unknown, warnings: string[]): Payment[] {
  return listOf(value).map((item) => {
    const fields = fieldsOf(item);
    return {
      label: labelOf(fields),
      amountCents: partOf(fields.montant, toCents, 'Payment amount', warnings),
      paidAt: textOf(fields.date, fields.dateReglement),
    };
  });
}

/** What a line must say to hold nights: without it there is no stay. */
function heldBy(supplierId: number) {
  return element((line, take) => {
    const period = fieldsOf(line.sejour);
    const arrival = take('arrival', period.debut ?? line.dateArrivee, toDay);
    return {
      accommodationId: take('accommodationId', ownId(line, 'Hebergement', supplierId), toId),
      arrival,
      departure: take('departure', period.fin ?? line.dateDepart, (value) => {
        const day = toDay(value);
        return day && day > arrival ? day : undefined;
      }),
      units: take('units', line.quantite, or(toId, 1)),
    };
  });
}

function readStay(
  value: unknown,
  what: string,
  supplierId: number,
  warnings: string[],
): Stay | undefined {
  const held = readOne(heldBy(supplierId), value, what, warnings);
  if (!held) return undefined;
  const line = fieldsOf(value);
  const pax = fieldsOf(line.pax);
  const rate = fieldsOf(line.tarif);
  const type = fieldsOf(rate.typeTarif);
  const guests = pax.nbPers ?? line.nbPersonnes;
  return {
    ...held,
    guests: partOf(guests, toCount, `${what} guests`, warnings),
    amountCents: partOf(line.montant, toCents, `${what} amount`, warnings),
    rateTypeId: partOf(type.idTypeTarif, toId, `${what} rate type`, warnings),
    rateTypeLabel: textOf(type.libelle, rate.intitule),
    ages: listOf(pax.listeAge).map((item): GuestsByAge => {
      const age = fieldsOf(item);
      const count = partOf(age.quantite, toCount, `${what} ages`, warnings);
      return { label: labelOf(age), count: count ?? 0 };
    }),
    supplements: readSupplements(line.listeSupplementHebergement, warnings),
    remarks: textOf(line.remarques),
  };
}

function readContact(fields: Fields): Contact {
  const text = (name: string) => textOf(fields[name]);
  const address = [text('adresse'), text('adresseComplement')].filter((part) => part !== null);
  const phones = ['telephone1', 'telephone2', 'telephone3', 'telephone'].map(text);
  return {
    company: text('societe'),
    lastName: text('nom'),
    firstName: text('prenom'),
    email: text('email'),
    phones: [...new Set(phones.filter((phone) => phone !== null))],
    address: address.join(', ') || null,
    postalCode: text('codePostal'),
    city: text('ville'),
    country: text('pays'),
    remarks: text('remarques'),
  };
}

/** The origin by its name, else by the one sub-object that is there; and that sub-object. */
function readOrigin(transaction: Fields): { origin: BookingOrigin; sale: Fields } {
  const origin =
    ORIGINS.find((name) => name === transaction.type) ??
    ORIGINS.find((name) => isFields(transaction[`transaction${name}`])) ??
    'unknown';
  return { origin, sale: fieldsOf(transaction[`transaction${origin}`]) };
}

const CANCELLED = /^(annulee?s?|cancell?ed)\b/;

/** Whether a status word says cancelled, in any case, gender and spelling. */
function isCancelled(status: string | null): boolean {
  const plain = status?.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return CANCELLED.test(plain ?? '');
}

/**
 * The amount of lines and supplements. A supplement that names no amount is free; a line without
 * one, and any amount that cannot be read, makes the sum unknown.
 */
function sumOf(lines: readonly unknown[], global: unknown): number | null {
  const supplements = lines.flatMap((line) => listOf(fieldsOf(line).listeSupplementHebergement));
  const amounts = [
    ...lines.map((line) => fieldsOf(line).montant),
    ...[...supplements, ...listOf(global)].map((item) => fieldsOf(item).montant ?? 0),
  ];
  let sum = 0;
  for (const amount of amounts) sum += toCents(amount) ?? NaN;
  return lines.length > 0 && !Number.isNaN(sum) ? sum : null;
}

function stayLines(dossier: Fields): readonly unknown[] {
  const flat = dossier.hebergement;
  return isFields(flat) ? [flat] : listOf(dossier.listeHebergement);
}

/**
 * A booking. Every part but its id is optional: what cannot be read is null or left out, with a
 * sentence in `warnings`.
 * @throws Unreadable when it has no readable id, or is another booking than the one asked for.
 */
export function readBooking(data: Fields, supplierId: number, bookingId: number): Booking {
  const dossier = fieldsOf(data.dossier ?? data);
  const id = toId(ownId(dossier, 'Dossier', supplierId));
  if (id !== bookingId) throw new Unreadable('idDossier is not the id asked for');
  const warnings: string[] = [];
  const paid = fieldsOf(dossier.paiement);
  const person = dossier.contact ?? dossier.client;
  const contact = isFields(person) ? readContact(fieldsOf(person)) : null;
  const { origin, sale } = readOrigin(fieldsOf(dossier.transaction));
  const statusText = textOf(dossier.statut, sale.statut);
  const lines = stayLines(dossier);
  if (lines.length === 0) warnings.push('The booking has no stay line.');
  const total = partOf(paid.montantTotal, toCents, 'Total amount', warnings);
  const fullName = [contact?.firstName, contact?.lastName].filter(Boolean).join(' ');
  return {
    id,
    origin,
    reference: textOf(sale.idReservation, sale.confirmationCode, sale.reference, dossier.reference),
    state: isCancelled(statusText) ? 'cancelled' : 'confirmed',
    statusText,
    currency: (textOf(dossier.devise, paid.devise) ?? 'EUR').toUpperCase(),
    totalCents: total ?? sumOf(lines, dossier.listeSupplementGlobal),
    commissionCents: partOf(sale.commission, toCents, 'Commission', warnings),
    guestName: fullName || (contact?.company ?? null),
    contact,
    createdAt: partOf(dossier.dateCreation, toInstant, 'Creation time', warnings),
    modifiedAt: partOf(dossier.dateModification, toInstant, 'Modification time', warnings),
    stays: lines.flatMap((line, index) => {
      const stay = readStay(line, `Stay line ${index + 1}`, supplierId, warnings);
      return stay ? [stay] : [];
    }),
    supplements: readSupplements(dossier.listeSupplementGlobal, warnings),
    payments: readPayments(dossier.listeReglement ?? paid.transactions, warnings),
    warnings,
  };
}
