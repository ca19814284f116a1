import { field, isObject, type Json, type JsonObject } from '../json.ts';
import type { Accommodation, Supplier } from '../store/world.ts';
import { type ApiContext, bodyOf, ok, Refusal, type Reply } from './context.ts';

function legacyTexts(value: Json | undefined): Json {
  if (!Array.isArray(value)) return value ?? null;
  return value.map((item) =>
    isObject(item)
      ? { Langue: String(item.langue ?? '').toUpperCase(), Texte: item.texte ?? '' }
      : item,
  );
}

function legacyElement(id: number, element: JsonObject): JsonObject {
  return {
    idTypeTarif: id,
    libelle: legacyTexts(element.libelle),
    description: legacyTexts(element.description),
    ordre: String(element.ordre ?? 0),
  };
}

/** Lists the rate types of a supplier. */
export function readRateTypes(context: ApiContext, supplier: Supplier | undefined): Reply {
  const all = [...(supplier?.rateTypes ?? [])].sort(([a], [b]) => a - b);
  const { legacy } = context.mode;
  return ok({
    typeTarifs: all.map(([id, element]) => (legacy ? legacyElement(id, element) : element)),
  });
}

function isTexts(value: Json | undefined): boolean {
  if (!Array.isArray(value)) return false;
  return value.every(
    (item) => isObject(item) && typeof item.langue === 'string' && typeof item.texte === 'string',
  );
}

function elementFrom(context: ApiContext, wrapper: string, id: [number, number]): JsonObject {
  const draft = field(bodyOf(context), wrapper);
  if (!isObject(draft)) throw new Refusal('rateType');
  const { libelle, description, ordre, cleTypeTarif: _key, ...rest } = draft;
  if (!isTexts(libelle) || !isTexts(description) || typeof ordre !== 'number') {
    throw new Refusal('rateType');
  }
  return {
    cleTypeTarif: { idFournisseur: id[0], idTypeTarif: id[1] },
    libelle: libelle ?? [],
    description: description ?? [],
    ordre,
    ...rest,
  };
}

/** Creates a rate type and answers its id. */
export function createRateType(context: ApiContext, supplier: Supplier): Reply {
  const id = Math.max(0, ...supplier.rateTypes.keys()) + 1;
  const element = elementFrom(context, 'typeTarifAjout', [supplier.id, id]);
  if (!context.fault.ignoreWrite) context.store.setRateType(supplier, id, element);
  return ok({ idTypeTarif: id });
}

/** Replaces a rate type as a whole. */
export function updateRateType(context: ApiContext, supplier: Supplier, id: number): Reply {
  if (!supplier.rateTypes.has(id)) throw new Refusal('unknownRateType', 404);
  const element = elementFrom(context, 'typeTarifModif', [supplier.id, id]);
  if (!context.fault.ignoreWrite) context.store.setRateType(supplier, id, element);
  return ok({ idTypeTarif: id });
}

/** Deletes a rate type, its links and its nights. */
export function deleteRateType(context: ApiContext, supplier: Supplier, id: number): Reply {
  if (!supplier.rateTypes.has(id)) throw new Refusal('unknownRateType', 404);
  if (!context.fault.ignoreWrite) context.store.deleteRateType(supplier, id);
  return ok({});
}

/** Lists which rate types are sold on an accommodation. */
export function readLinks(supplierId: number, accommodation: Accommodation | undefined): Reply {
  const ids = [...(accommodation?.links ?? [])].sort((a, b) => a - b);
  return ok({
    liaisonHebergementTypeTarifs: ids.map((idTypeTarif) => ({
      idFournisseur: supplierId,
      idHebergement: accommodation?.id ?? 0,
      idTypeTarif,
    })),
  });
}

/** Links or unlinks; a second time answers the same. */
export function writeLink(
  context: ApiContext,
  where: { supplier: Supplier; accommodation: Accommodation; rateTypeId: number },
  linked: boolean,
): Reply {
  const { supplier, accommodation, rateTypeId } = where;
  if (!supplier.rateTypes.has(rateTypeId)) throw new Refusal('unknownRateType', 404);
  if (!context.fault.ignoreWrite) {
    context.store.setLink(supplier.id, accommodation, rateTypeId, linked);
  }
  const word = linked ? 'linked' : 'unlinked';
  return ok({ [word]: true, idHebergement: accommodation.id, idTypeTarif: rateTypeId });
}
