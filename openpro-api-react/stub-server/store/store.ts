import type { Day } from '../calendar.ts';
import type { JsonObject } from '../json.ts';
import { type Actor, Ledger } from './ledger.ts';
import { type Mutation, runsOf } from './mutation.ts';
import type { Cell, CellChange } from './sheet.ts';
import type { Accommodation, DossierRecord, Supplier, WebhookEntry, World } from './world.ts';

/** The state of a running stub and every way to change it, each change noted in the ledger. */
export class Store {
  world: World;
  ledger = new Ledger();
  readonly webhooks = new Map<string, WebhookEntry>();
  /** Known keys and the suppliers each may see; null = all. */
  readonly keys = new Map<string, ReadonlySet<number> | null>();
  readonly now: () => number;
  /** Receives each change before it is answered, so that it can outlive the process. */
  keep: (mutation: Mutation) => void = () => {};

  constructor(world: World, now: () => number) {
    this.world = world;
    this.now = now;
  }

  /** One supplier, if it exists. */
  supplier(id: number): Supplier | undefined {
    return this.world.suppliers.get(id);
  }

  /** One accommodation of a supplier, if it exists. */
  accommodation(supplierId: number, id: number): Accommodation | undefined {
    return this.supplier(supplierId)?.accommodations.get(id);
  }

  /** Writes nights of stock or rates; answers what really changed. */
  writeCells(
    where: { supplierId: number; accommodation: Accommodation; kind: 'stock' | 'rate'; by: Actor },
    cells: readonly Cell[],
  ): CellChange[] {
    const at = this.now();
    const { supplierId, accommodation, kind, by } = where;
    const sheet = kind === 'stock' ? accommodation.stock : accommodation.rates;
    const changes = sheet.apply(cells, at);
    const place = { supplierId, accommodationId: accommodation.id, kind };
    if (changes.length > 0) this.keep({ ...place, runs: runsOf(changes) });
    this.ledger.cells({ ...place, by }, changes, at);
    return changes;
  }

  /** Links or unlinks a rate type; doing it twice changes nothing. */
  setLink(
    supplierId: number,
    accommodation: Accommodation,
    rateTypeId: number,
    linked: boolean,
  ): void {
    if (accommodation.links.has(rateTypeId) === linked) return;
    const link: JsonObject = {
      idFournisseur: supplierId,
      idHebergement: accommodation.id,
      idTypeTarif: rateTypeId,
    };
    if (linked) accommodation.links.add(rateTypeId);
    else accommodation.links.delete(rateTypeId);
    const accommodationId = accommodation.id;
    this.keep({ kind: 'link', supplierId, accommodationId, rateTypeId, linked });
    this.ledger.thing({
      at: this.now(),
      by: 'api',
      supplierId,
      accommodationId,
      kind: 'link',
      key: String(rateTypeId),
      before: linked ? null : link,
      after: linked ? link : null,
    });
  }

  /** Creates, replaces or (with null) deletes a rate type. */
  setRateType(supplier: Supplier, id: number, element: JsonObject | null): void {
    const before = supplier.rateTypes.get(id) ?? null;
    if (element) supplier.rateTypes.set(id, element);
    else supplier.rateTypes.delete(id);
    this.keep({ kind: 'rateType', supplierId: supplier.id, id, element });
    this.noteThing(supplier.id, 'rateType', String(id), before, element, 'api');
  }

  /** Deletes a rate type with its links and nights. */
  deleteRateType(supplier: Supplier, id: number): void {
    for (const accommodation of supplier.accommodations.values()) {
      this.setLink(supplier.id, accommodation, id, false);
      const days = accommodation.rates.days(id);
      const cells = days.map((day: Day): Cell => ({ row: id, day, value: null }));
      const where = { supplierId: supplier.id, accommodation, kind: 'rate', by: 'api' } as const;
      if (cells.length > 0) this.writeCells(where, cells);
    }
    this.setRateType(supplier, id, null);
  }

  /** Registers or (with null) removes a webhook; the address is its identity. */
  setWebhook(url: string, entry: WebhookEntry | null): void {
    const before = this.webhooks.get(url) ?? null;
    if (entry) this.webhooks.set(url, entry);
    else this.webhooks.delete(url);
    this.keep({ kind: 'webhook', url, entry });
    this.noteThing(null, 'webhook', url, before && { ...before }, entry && { ...entry }, 'api');
  }

  /** Stores or (with null) removes a dossier, as a sale in Open Pro would. */
  setDossier(supplier: Supplier, id: number, record: DossierRecord | null): void {
    const before = supplier.dossiers.get(id)?.dossier ?? null;
    if (record) supplier.dossiers.set(id, record);
    else supplier.dossiers.delete(id);
    this.keep({ kind: 'dossier', supplierId: supplier.id, id, record });
    const after = record?.dossier ?? null;
    this.noteThing(supplier.id, 'dossier', String(id), before, after, 'control');
  }

  /** Adds a key or sets the suppliers that it may see; null = all. */
  setKey(key: string, supplierIds: number[] | null): void {
    this.keys.set(key, supplierIds && new Set(supplierIds));
    this.keep({ kind: 'key', key, revoked: false, supplierIds });
  }

  /** Makes a key unknown. */
  revokeKey(key: string): void {
    this.keys.delete(key);
    this.keep({ kind: 'key', key, revoked: true, supplierIds: null });
  }

  private noteThing(
    supplierId: number | null,
    kind: 'rateType' | 'webhook' | 'dossier',
    key: string,
    before: JsonObject | null,
    after: JsonObject | null,
    by: Actor,
  ): void {
    const at = this.now();
    this.ledger.thing({ at, by, supplierId, accommodationId: null, kind, key, before, after });
  }
}
