import { field, isObject, type Json, type JsonObject } from '../json.ts';
import { cellsOfRuns } from './mutation.ts';
import type { Store } from './store.ts';
import type { Accommodation, Supplier } from './world.ts';

function number(line: JsonObject, key: string): number {
  const value = field(line, key);
  return typeof value === 'number' ? value : Number.NaN;
}

/** An object, `null` for a removal; undefined for anything else. */
function thing(value: Json | undefined): JsonObject | null | undefined {
  return value === null || isObject(value) ? value : undefined;
}

function replayWebhook(store: Store, line: JsonObject): boolean {
  const url = field(line, 'url');
  const entry = thing(field(line, 'entry'));
  if (typeof url !== 'string' || entry === undefined) return false;
  const email = entry && field(entry, 'emailAlerte');
  const emailAlerte = typeof email === 'string' ? email : null;
  store.setWebhook(url, entry && { url, emailAlerte });
  return true;
}

function replayKey(store: Store, line: JsonObject): boolean {
  const key = field(line, 'key');
  const ids = field(line, 'supplierIds');
  if (typeof key !== 'string') return false;
  if (field(line, 'revoked') === true) store.revokeKey(key);
  else store.setKey(key, Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : null);
  return true;
}

function replayRateType(store: Store, supplier: Supplier, line: JsonObject): boolean {
  const element = thing(field(line, 'element'));
  const id = number(line, 'id');
  if (element === undefined || Number.isNaN(id)) return false;
  store.setRateType(supplier, id, element);
  return true;
}

function replayDossier(store: Store, supplier: Supplier, line: JsonObject): boolean {
  const record = thing(field(line, 'record'));
  const id = number(line, 'id');
  if (record === undefined || Number.isNaN(id)) return false;
  if (record === null) {
    store.setDossier(supplier, id, null);
    return true;
  }
  const dossier = field(record, 'dossier');
  const [createdAt, modifiedAt] = [number(record, 'createdAt'), number(record, 'modifiedAt')];
  if (!isObject(dossier) || Number.isNaN(createdAt + modifiedAt)) return false;
  store.setDossier(supplier, id, { id, createdAt, modifiedAt, dossier });
  return true;
}

function replayLink(
  store: Store,
  supplierId: number,
  accommodation: Accommodation,
  line: JsonObject,
): boolean {
  const linked = field(line, 'linked');
  const id = number(line, 'rateTypeId');
  if (typeof linked !== 'boolean' || Number.isNaN(id)) return false;
  store.setLink(supplierId, accommodation, id, linked);
  return true;
}

/** Makes a kept change again; false, with nothing changed, when it cannot be read or has no place. */
export function replayed(store: Store, line: JsonObject): boolean {
  const kind = field(line, 'kind');
  if (kind === 'webhook') return replayWebhook(store, line);
  if (kind === 'key') return replayKey(store, line);
  const supplier = store.supplier(number(line, 'supplierId'));
  if (!supplier) return false;
  if (kind === 'rateType') return replayRateType(store, supplier, line);
  if (kind === 'dossier') return replayDossier(store, supplier, line);
  const accommodation = supplier.accommodations.get(number(line, 'accommodationId'));
  if (!accommodation) return false;
  if (kind === 'link') return replayLink(store, supplier.id, accommodation, line);
  const cells = cellsOfRuns(field(line, 'runs'));
  if ((kind !== 'stock' && kind !== 'rate') || cells === null) return false;
  store.writeCells({ supplierId: supplier.id, accommodation, kind, by: 'api' }, cells);
  return true;
}
