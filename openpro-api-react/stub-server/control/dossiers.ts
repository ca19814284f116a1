import { dateXml, isoDay, parseDay, parseInstant } from '../calendar.ts';
import { field, isObject, type Json, type JsonObject } from '../json.ts';
import { transactionOf } from '../seed/dossiers.ts';
import type { Origin } from '../seed/planner.ts';
import type { StubState } from '../state.ts';
import { type DossierRecord, STOCK_ROW, type Supplier } from '../store/world.ts';

/** What a control route answers. */
export interface ControlReply {
  status: number;
  body: Json;
}

/** A control answer that says what is wrong with the request. */
export function wrong(message: string, status = 400): ControlReply {
  return { status, body: { error: message } };
}

const SHORT = new Set([
  'supplierId',
  'id',
  'accommodationId',
  'rateTypeId',
  'arrival',
  'departure',
  'quantity',
  'guests',
  'amount',
  'origin',
  'notify',
  'lowerStock',
]);
const ORIGINS: readonly string[] = [
  'OpenSystem',
  'ResaLocale',
  'Xotelia',
  'Booking',
  'none',
  'empty',
];

function whole(value: Json | undefined, fallback: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : fallback;
}

function shortLine(state: StubState, supplier: Supplier, body: JsonObject): JsonObject | string {
  const today = state.store.world.anchor;
  const id = whole(field(body, 'accommodationId'), 1);
  const accommodation = supplier.accommodations.get(id);
  if (!accommodation) return `supplier ${supplier.id} has no accommodation ${id}`;
  const given = [field(body, 'arrival'), field(body, 'departure')];
  const arrival = given[0] === undefined ? today + 60 : parseDay(given[0]);
  if (arrival === null) return 'arrival is not a date';
  const departure = given[1] === undefined ? arrival + 3 : parseDay(given[1]);
  if (departure === null || departure <= arrival) return 'departure is not a later date';
  const type = whole(field(body, 'rateTypeId'), [...accommodation.links][0] ?? 0);
  const quantite = whole(field(body, 'quantity'), 1);
  const givenAmount = field(body, 'amount');
  const amount = typeof givenAmount === 'number' ? givenAmount : 100 * (departure - arrival);
  const guests = whole(field(body, 'guests'), 2);
  return {
    nom: accommodation.name,
    cleHebergement: { idFournisseur: supplier.id, idHebergement: id },
    sejour: { debut: isoDay(arrival), fin: isoDay(departure) },
    montantUnitaire: amount,
    quantite,
    montant: Math.round(amount * quantite * 100) / 100,
    pax: { nbPers: guests, listeAge: [{ intitule: 'Adulte', quantite: guests }] },
    tarif: {
      intitule: 'Tarif public',
      type: 'public',
      typeTarif: {
        idTypeTarif: type,
        libelle: 'Tarif public',
        description: '',
        detailPrix: null,
      },
    },
    remarques: null,
    listeSupplementHebergement: [],
  };
}

const CONTACT: JsonObject = {
  societe: null,
  nom: 'Hélouin',
  prenom: 'Maëlys',
  adresse: '4 impasse de l’Étang',
  adresseComplement: '',
  pays: 'France',
  codePostal: '35400',
  ville: 'Saint-Malo',
  telephone1: '+33 6 10 20 30 40',
  telephone2: '',
  telephone3: null,
  fax: '',
  email: 'maelys.helouin@example.org',
  remarques: null,
};

/** The given parts of a dossier in the API's own words. */
function wireParts(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !SHORT.has(key)));
}

function recordOf(id: number, dossier: JsonObject, now: number): DossierRecord {
  return {
    id,
    dossier,
    createdAt: parseInstant(dossier.dateCreation) ?? now,
    modifiedAt: parseInstant(dossier.dateModification) ?? now,
  };
}

function notify(state: StubState, supplierId: number, dossierId: number, event: string): void {
  const notice = { supplierId, dossierId, event };
  state.delivery.send(state.store.webhooks.values(), notice, state.mode);
}

/** Lowers (-1) or gives back (+1) the stock of a dossier's nights. */
function shiftStock(state: StubState, supplier: Supplier, dossier: JsonObject, sign: number): void {
  const lines = Array.isArray(dossier.listeHebergement) ? dossier.listeHebergement : [];
  for (const line of lines) {
    if (!isObject(line) || !isObject(line.cleHebergement) || !isObject(line.sejour)) continue;
    const accommodation = supplier.accommodations.get(whole(line.cleHebergement.idHebergement, 0));
    const [from, to] = [parseDay(line.sejour.debut), parseDay(line.sejour.fin)];
    if (!accommodation || from === null || to === null) continue;
    const quantity = whole(line.quantite, 1);
    const cells = [];
    for (let day = from; day < to; day += 1) {
      const old = accommodation.stock.get(STOCK_ROW, day);
      const left = typeof old?.valeur === 'number' ? old.valeur : 0;
      const value = { ...old, valeur: Math.max(0, left + sign * quantity) };
      cells.push({ row: STOCK_ROW, day, value });
    }
    const where = { supplierId: supplier.id, accommodation, kind: 'stock', by: 'control' } as const;
    state.store.writeCells(where, cells);
  }
}

function lowers(state: StubState, body: JsonObject): boolean {
  const wanted = field(body, 'lowerStock');
  return typeof wanted === 'boolean' ? wanted : state.mode.saleLowersStock;
}

/** Creates a dossier, as a sale in Open Pro would, and calls the webhooks. */
export function createDossier(state: StubState, body: JsonObject): ControlReply {
  const supplier = state.store.supplier(whole(field(body, 'supplierId'), 0));
  if (!supplier) return wrong('supplierId is unknown', 404);
  const id = whole(field(body, 'id'), Math.max(9000, ...supplier.dossiers.keys()) + 1);
  if (supplier.dossiers.has(id)) return wrong(`dossier ${id} exists`, 409);
  const origin = field(body, 'origin') ?? 'OpenSystem';
  if (typeof origin !== 'string' || !ORIGINS.includes(origin)) {
    return wrong(`origin: one of ${ORIGINS.join(', ')}`);
  }
  const line = shortLine(state, supplier, body);
  const parts = wireParts(body);
  if (typeof line === 'string' && !Object.hasOwn(parts, 'listeHebergement')) return wrong(line);
  const now = state.store.now();
  const cents = isObject(line) ? Math.round(Number(line.montant) * 100) : 0;
  const dossier: JsonObject = {
    cleDossier: { idFournisseur: supplier.id, idDossier: id },
    dateCreation: dateXml(now),
    dateModification: dateXml(now),
    devise: 'EUR',
    optin: null,
    transaction: transactionOf(origin as Origin, `${supplier.id % 1000}${id}`, cents),
    contact: CONTACT,
    listeHebergement: isObject(line) ? [line] : [],
    listeSupplementGlobal: [],
    listeReglement: [],
    ...parts,
  };
  state.store.setDossier(supplier, id, recordOf(id, dossier, now));
  if (lowers(state, body)) shiftStock(state, supplier, dossier, -1);
  if (field(body, 'notify') !== false) notify(state, supplier.id, id, 'creation');
  return { status: 201, body: { supplierId: supplier.id, id, dossier } };
}

const REFERENCE = /^(\d{1,9})\/(\d{1,9})$/;

function found(state: StubState, reference: string) {
  const parts = REFERENCE.exec(reference);
  const supplier = state.store.supplier(Number(parts?.[1]));
  const record = supplier?.dossiers.get(Number(parts?.[2]));
  return supplier && record ? { supplier, record } : null;
}

/** Changes parts of a dossier, sets its time of change and calls the webhooks. */
export function patchDossier(state: StubState, reference: string, body: JsonObject): ControlReply {
  const here = found(state, reference);
  if (!here) return wrong('dossier is unknown', 404);
  const { supplier, record } = here;
  const now = state.store.now();
  const changed: JsonObject = {
    ...record.dossier,
    dateModification: dateXml(now),
    ...wireParts(body),
  };
  const lines = record.dossier.listeHebergement;
  const [first] = Array.isArray(lines) ? lines : [];
  if (isObject(first) && isObject(first.sejour) && !Object.hasOwn(body, 'listeHebergement')) {
    const sejour = {
      debut: field(body, 'arrival') ?? first.sejour.debut ?? null,
      fin: field(body, 'departure') ?? first.sejour.fin ?? null,
    };
    const rest = Array.isArray(lines) ? lines.slice(1) : [];
    const amount = field(body, 'amount');
    const money =
      typeof amount === 'number'
        ? { montantUnitaire: amount, montant: amount * whole(first.quantite, 1) }
        : {};
    changed.listeHebergement = [{ ...first, sejour, ...money }, ...rest];
  }
  if (lowers(state, body)) {
    shiftStock(state, supplier, record.dossier, 1);
    shiftStock(state, supplier, changed, -1);
  }
  state.store.setDossier(supplier, record.id, recordOf(record.id, changed, now));
  if (field(body, 'notify') !== false) notify(state, supplier.id, record.id, 'modification');
  return { status: 200, body: { supplierId: supplier.id, id: record.id, dossier: changed } };
}

/** Cancels a dossier by its statut, or removes it without a trace. */
export function deleteDossier(
  state: StubState,
  reference: string,
  query: URLSearchParams,
): ControlReply {
  const here = found(state, reference);
  if (!here) return wrong('dossier is unknown', 404);
  const { supplier, record } = here;
  const now = state.store.now();
  const silent = query.get('notify') === 'false';
  if (query.get('lowerStock') === 'true' || state.mode.saleLowersStock) {
    shiftStock(state, supplier, record.dossier, 1);
  }
  const removed = query.get('mode') === 'remove';
  const dossier: JsonObject | null = removed
    ? null
    : { ...record.dossier, dateModification: dateXml(now), statut: 'annulé' };
  state.store.setDossier(supplier, record.id, dossier && recordOf(record.id, dossier, now));
  if (!silent) notify(state, supplier.id, record.id, removed ? 'suppression' : 'annulation');
  return { status: 200, body: { supplierId: supplier.id, id: record.id, dossier } };
}
