import { parseInstant } from '../calendar.ts';
import { field, isObject, type JsonObject } from '../json.ts';
import type { DossierRecord, Supplier } from '../store/world.ts';
import { type ApiContext, ok, Refusal, type Reply } from './context.ts';

const DEFAULT_PER_PAGE = 20;
const MOST_PER_PAGE = 100;

function bound(context: ApiContext, name: string, fallback: number): number {
  const text = context.query.get(name);
  if (text === null) return fallback;
  const instant = parseInstant(text);
  if (instant === null) throw new Refusal('filter');
  return instant;
}

function whole(context: ApiContext, name: string, fallback: number): number {
  const text = context.query.get(name);
  if (text === null) return fallback;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Refusal('paging');
  return Number(text);
}

function matching(context: ApiContext, supplier: Supplier | undefined): DossierRecord[] {
  const createdFrom = bound(context, 'dateCreationDepuis', Number.NEGATIVE_INFINITY);
  const createdTo = bound(context, 'dateCreationJusqua', Number.POSITIVE_INFINITY);
  const modifiedFrom = bound(context, 'dateModificationDepuis', Number.NEGATIVE_INFINITY);
  const modifiedTo = bound(context, 'dateModificationJusqua', Number.POSITIVE_INFINITY);
  const all = [...(supplier?.dossiers.values() ?? [])].filter(
    ({ createdAt, modifiedAt }) =>
      createdAt >= createdFrom &&
      createdAt <= createdTo &&
      modifiedAt >= modifiedFrom &&
      modifiedAt <= modifiedTo,
  );
  return all.sort((a, b) => a.id - b.id);
}

function summary(supplierId: number, record: DossierRecord): JsonObject {
  return {
    cleDossier: { idFournisseur: supplierId, idDossier: record.id },
    dateCreation: record.dossier.dateCreation ?? null,
    dateModification: record.dossier.dateModification ?? null,
  };
}

/** Lists booking summaries: pages from 1, both bounds of each filter included. */
export function listDossiers(
  context: ApiContext,
  supplierId: number,
  supplier: Supplier | undefined,
): Reply {
  const index = whole(context, 'page', 1);
  const nbParPage = Math.min(whole(context, 'nbParPage', DEFAULT_PER_PAGE), MOST_PER_PAGE);
  const all = matching(context, supplier);
  const nbPage = Math.ceil(all.length / nbParPage);
  const page = all.slice((index - 1) * nbParPage, index * nbParPage);
  const liste = page.map((record) => summary(supplierId, record));
  if (context.mode.legacy) {
    return ok({ dossiers: liste, nbTotal: all.length, pageCourante: index, nbPages: nbPage });
  }
  return ok({ infoPage: { index, nbPage, nbParPage, nbTotal: all.length }, liste });
}

/** The flat form of older servers; it has room for one stay only. */
function legacyDossier(supplierId: number, record: DossierRecord): JsonObject {
  const { dossier } = record;
  const lines = Array.isArray(dossier.listeHebergement) ? dossier.listeHebergement : [];
  const [line] = lines;
  if (lines.length !== 1 || !isObject(line)) return dossier;
  const contact = isObject(dossier.contact) ? dossier.contact : {};
  const key = isObject(line.cleHebergement) ? line.cleHebergement : {};
  const stay = isObject(line.sejour) ? line.sejour : {};
  const pax = isObject(line.pax) ? line.pax : {};
  return {
    idDossier: record.id,
    idFournisseur: supplierId,
    reference: `R${record.id}`,
    dateCreation: dossier.dateCreation ?? null,
    dateModification: dossier.dateModification ?? null,
    ...(dossier.statut === undefined ? {} : { statut: dossier.statut }),
    client: {
      nom: contact.nom ?? null,
      prenom: contact.prenom ?? null,
      email: contact.email ?? null,
      telephone: contact.telephone1 ?? null,
    },
    hebergement: {
      idHebergement: field(key, 'idHebergement') ?? null,
      nom: line.nom ?? null,
      dateArrivee: field(stay, 'debut') ?? null,
      dateDepart: field(stay, 'fin') ?? null,
      nbPersonnes: field(pax, 'nbPers') ?? null,
    },
    paiement: {
      montantTotal: line.montant ?? null,
      devise: dossier.devise ?? null,
      transactions: [],
    },
    transaction: dossier.transaction ?? null,
  };
}

/** One booking in full. */
export function readDossier(
  context: ApiContext,
  supplier: Supplier | undefined,
  id: number,
): Reply {
  const record = supplier?.dossiers.get(id);
  if (!supplier || !record) throw new Refusal('unknownDossier', 404);
  if (context.mode.legacy) return ok(legacyDossier(supplier.id, record));
  return ok({ dossier: record.dossier });
}
