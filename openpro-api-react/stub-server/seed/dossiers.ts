import { type Day, dateXml, instantOf, isoDay } from '../calendar.ts';
import type { JsonObject } from '../json.ts';
import type { DossierRecord } from '../store/world.ts';
import { person } from './people.ts';
import type { Origin, PlannedBooking, PlannedStay, Planner } from './planner.ts';
import type { Random } from './random.ts';

/** The origin object of a dossier: exactly one part is set, or none. */
export function transactionOf(origin: Origin, reference: string, cents: number): JsonObject | null {
  if (origin === 'none') return null;
  const parts: JsonObject = {
    type: origin === 'empty' ? null : origin,
    transactionOpenSystem: null,
    transactionResaLocale: null,
    transactionXotelia: null,
    transactionBooking: null,
  };
  if (origin === 'OpenSystem') {
    parts.transactionOpenSystem = {
      idReservation: `OS-${reference}`,
      idTransaction: null,
      distributeur: { idRechCompte: 5, domaine: 'offices-de-tourisme.example' },
    };
  }
  if (origin === 'ResaLocale') parts.transactionResaLocale = {};
  if (origin === 'Xotelia') parts.transactionXotelia = { reference: `XO${reference}` };
  if (origin === 'Booking') {
    const commission = Math.round(cents * 0.15) / 100;
    parts.transactionBooking = { confirmationCode: `BK${reference}`, commission };
  }
  return parts;
}

function ages(guests: number): JsonObject[] {
  if (guests < 3) return [{ intitule: 'Adulte', quantite: guests }];
  return [
    { intitule: 'Adulte', quantite: 2 },
    { intitule: 'Enfant', quantite: guests - 2 },
  ];
}

function supplement(intitule: string, quantite: number, unitCents: number): JsonObject {
  return {
    intitule,
    quantite,
    montantUnitaire: unitCents / 100,
    montant: (unitCents * quantite) / 100,
  };
}

function stayLine(
  planner: Planner,
  stay: PlannedStay,
  supplierId: number,
  withSupplements: boolean,
): JsonObject {
  const cents = planner.cents(stay);
  const type = planner.profile.rateTypes.find(({ id }) => id === stay.rateTypeId);
  const label = type?.label.fr ?? '';
  return {
    nom: stay.unit.name,
    cleHebergement: { idFournisseur: supplierId, idHebergement: stay.unit.id },
    sejour: { debut: isoDay(stay.arrival), fin: isoDay(stay.departure) },
    montantUnitaire: cents / 100,
    quantite: stay.quantity,
    montant: (cents * stay.quantity) / 100,
    pax: { nbPers: stay.guests, listeAge: ages(stay.guests) },
    tarif: {
      intitule: label,
      type: 'public',
      typeTarif: {
        idTypeTarif: stay.rateTypeId,
        libelle: label,
        description: type?.description.fr ?? '',
        detailPrix: null,
      },
    },
    remarques: null,
    listeSupplementHebergement: withSupplements ? [supplement('Lit bébé', 1, 750)] : [],
  };
}

interface Times {
  createdAt: number;
  modifiedAt: number;
}

function times(random: Random, booking: PlannedBooking, anchor: Day): Times {
  const arrival = booking.stays[0]?.arrival ?? anchor;
  const latest = Math.min(arrival, anchor) - 2;
  const created = latest - random.between(0, booking.cancelled ? 40 : 150);
  const createdAt = instantOf(created, random.between(21_600, 72_000));
  if (!booking.modified && !booking.cancelled) return { createdAt, modifiedAt: createdAt };
  const later = instantOf(random.between(created + 1, latest + 1), random.between(21_600, 72_000));
  return { createdAt, modifiedAt: later };
}

function record(
  planner: Planner,
  random: Random,
  planned: { booking: PlannedBooking; times: Times; id: number },
): DossierRecord {
  const { booking, id } = planned;
  const supplierId = planner.profile.id;
  const lines = booking.stays.map((stay) =>
    stayLine(planner, stay, supplierId, booking.withSupplements),
  );
  const cents = booking.stays.reduce((sum, stay) => sum + planner.cents(stay) * stay.quantity, 0);
  const reference = `${supplierId % 1000}${String(id).padStart(5, '0')}`;
  const deposit = Math.round(cents * 0.3);
  const paidAt = dateXml(planned.times.createdAt);
  const dossier: JsonObject = {
    cleDossier: { idFournisseur: supplierId, idDossier: id },
    dateCreation: dateXml(planned.times.createdAt),
    dateModification: dateXml(planned.times.modifiedAt),
    devise: booking.currency,
    optin: random.pick([null, true, false]),
    transaction: transactionOf(booking.origin, reference, cents),
    contact: booking.withoutContact ? null : person(random),
    listeHebergement: lines,
    listeSupplementGlobal: booking.withSupplements
      ? [supplement('Taxe de séjour', 4, 110), supplement('Ménage de fin de séjour', 1, 4550)]
      : [],
    listeReglement: booking.withPayments
      ? [{ intitule: 'Acompte carte bancaire', date: paidAt, montant: deposit / 100 }]
      : [],
  };
  if (booking.cancelled) dossier.statut = 'annulé';
  return { id, ...planned.times, dossier };
}

/** Writes the planned bookings as dossiers, numbered in order of creation. */
export function writeDossiers(
  planner: Planner,
  random: Random,
  anchor: Day,
): Map<number, DossierRecord> {
  const dated = planner.bookings.map((booking) => ({
    booking,
    times: times(random, booking, anchor),
  }));
  dated.sort((a, b) => a.times.createdAt - b.times.createdAt);
  return new Map(
    dated.map((planned, index) => {
      const made = record(planner, random, { ...planned, id: 9001 + index });
      return [made.id, made];
    }),
  );
}
