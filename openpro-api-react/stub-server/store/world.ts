import type { Day } from '../calendar.ts';
import type { JsonObject } from '../json.ts';
import type { Sheet } from './sheet.ts';

export interface Accommodation {
  id: number;
  name: string;
  /** Identical units that exist; only the seed knows it, the API never says it. */
  units: number;
  stock: Sheet;
  rates: Sheet;
  links: Set<number>;
}

export interface DossierRecord {
  id: number;
  createdAt: number;
  modifiedAt: number;
  dossier: JsonObject;
}

export interface Supplier {
  id: number;
  name: string;
  accommodations: Map<number, Accommodation>;
  rateTypes: Map<number, JsonObject>;
  dossiers: Map<number, DossierRecord>;
}

export interface WebhookEntry {
  url: string;
  emailAlerte: string | null;
}

export interface World {
  anchor: Day;
  suppliers: Map<number, Supplier>;
}

/** The row of a stock sheet; rate sheets use rate type ids. */
export const STOCK_ROW = 0;
