import type { Accommodation, Supplier } from '../store/world.ts';
import { type ApiContext, failed, ok, Refusal, type Reply } from './context.ts';
import { listDossiers, readDossier } from './dossiers.ts';
import {
  createRateType,
  deleteRateType,
  readLinks,
  readRateTypes,
  updateRateType,
  writeLink,
} from './rate-types.ts';
import { readRates, writeRates } from './rates.ts';
import { readStock, writeStock } from './stock.ts';
import { addWebhook, listWebhooks, removeWebhook } from './webhooks.ts';

export const BASE_PATH = '/tarif/multi/v1';

/** Null = no such path or verb. */
type Routed = Reply | null;

function idOf(segment: string | undefined): number | null {
  return segment !== undefined && /^\d{1,9}$/.test(segment) ? Number(segment) : null;
}

function listAccommodations(context: ApiContext, supplier: Supplier | undefined): Reply {
  const all = [...(supplier?.accommodations.values() ?? [])].map(({ id, name }) => ({
    cleHebergement: { idFournisseur: supplier?.id ?? 0, idHebergement: id },
    nom: name,
  }));
  return ok(context.mode.legacy ? { hebergements: all } : { listeHebergement: all });
}

interface Place {
  supplierId: number;
  supplier: Supplier | undefined;
}

function known(place: Place, accommodation: Accommodation | undefined) {
  if (!place.supplier || !accommodation) throw new Refusal('unknownAccommodation', 404);
  return { supplier: place.supplier, accommodation };
}

function routeAccommodation(
  context: ApiContext,
  method: string,
  place: Place,
  rest: readonly string[],
): Routed {
  const id = idOf(rest[0]);
  if (id === null) return null;
  const accommodation = place.supplier?.accommodations.get(id);
  const [, what, which] = rest;
  if (what === 'stock' && rest.length === 2) {
    if (method === 'GET') return readStock(context, accommodation);
    if (method !== 'POST') return null;
    const found = known(place, accommodation);
    return writeStock(context, found.supplier.id, found.accommodation);
  }
  if (what !== 'typetarifs' || rest.length > 3) return null;
  if (which === undefined) {
    return method === 'GET' ? readLinks(place.supplierId, accommodation) : null;
  }
  // The literal word comes first: `tarif` is never an id.
  if (which === 'tarif') {
    if (method === 'GET') return readRates(context, accommodation);
    if (method !== 'POST') return null;
    const found = known(place, accommodation);
    return writeRates(context, found.supplier, found.accommodation);
  }
  const rateTypeId = idOf(which);
  if (rateTypeId === null || (method !== 'POST' && method !== 'DELETE')) return null;
  return writeLink(context, { ...known(place, accommodation), rateTypeId }, method === 'POST');
}

function routeRateTypes(
  context: ApiContext,
  method: string,
  place: Place,
  rest: readonly string[],
): Routed {
  if (rest.length === 0 && method === 'GET') return readRateTypes(context, place.supplier);
  const id = idOf(rest[0]);
  const { supplier } = place;
  if (!supplier) throw new Refusal('unknownRateType', 404);
  if (rest.length === 0 && method === 'POST') return createRateType(context, supplier);
  if (id === null || rest.length !== 1) return null;
  if (method === 'PUT') return updateRateType(context, supplier, id);
  return method === 'DELETE' ? deleteRateType(context, supplier, id) : null;
}

function routeSupplier(context: ApiContext, method: string, rest: readonly string[]): Routed {
  const supplierId = idOf(rest[0]);
  if (supplierId === null) return null;
  const seen = context.scope === null || context.scope.has(supplierId);
  const place = { supplierId, supplier: seen ? context.store.supplier(supplierId) : undefined };
  const below = rest.slice(2);
  if (rest[1] === 'hebergements') {
    if (below.length > 0) return routeAccommodation(context, method, place, below);
    return method === 'GET' ? listAccommodations(context, place.supplier) : null;
  }
  if (rest[1] === 'typetarifs') return routeRateTypes(context, method, place, below);
  if (rest[1] !== 'dossiers' || method !== 'GET' || below.length > 1) return null;
  if (below.length === 0) return listDossiers(context, supplierId, place.supplier);
  const id = idOf(below[0]);
  return id === null ? null : readDossier(context, place.supplier, id);
}

function routeWebhooks(context: ApiContext, method: string): Routed {
  if (method === 'GET') return listWebhooks(context);
  if (method === 'POST') return addWebhook(context);
  return method === 'DELETE' ? removeWebhook(context) : null;
}

/** Answers one API request; `path` is what follows the base path. */
export function route(context: ApiContext, method: string, path: string): Reply {
  const segments = path.split('/').slice(1);
  try {
    let reply: Routed = null;
    if (segments[0] === 'fournisseur') {
      reply = routeSupplier(context, method, segments.slice(1));
    } else if (path === '/config/dossier/webhooks') {
      reply = routeWebhooks(context, method);
    }
    return reply ?? failed(context.mode, 404, null);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return failed(context.mode, error.status, context.sentences[error.sentence]);
  }
}
