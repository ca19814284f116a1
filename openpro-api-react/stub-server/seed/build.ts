import type { Day } from '../calendar.ts';
import type { JsonObject } from '../json.ts';
import { Sheet } from '../store/sheet.ts';
import { type Accommodation, STOCK_ROW, type Supplier, type World } from '../store/world.ts';
import { planBookings } from './bookings.ts';
import { writeDossiers } from './dossiers.ts';
import { isClosed, seededRange, seedRates } from './nights.ts';
import { Planner } from './planner.ts';
import { PROFILES, type Profile, type RateTypeProfile, type SeedName } from './profiles.ts';
import { Random } from './random.ts';

function texts(byLanguage: Record<string, string>): JsonObject[] {
  return Object.entries(byLanguage).map(([langue, texte]) => ({ langue, texte }));
}

function rateTypeElement(profile: Profile, type: RateTypeProfile, index: number): JsonObject {
  return {
    cleTypeTarif: { idFournisseur: profile.id, idTypeTarif: type.id },
    libelle: texts(type.label),
    description: texts(type.description),
    ordre: index + 1,
  };
}

/** What is left to sell: units minus booked, 0 where the owner blocks or closes the night. */
function seedStock(planner: Planner, unitId: number, units: number, anchor: Day): Sheet {
  const sheet = new Sheet();
  const { from, to } = seededRange(anchor);
  const values = Array.from({ length: units + 1 }, (_, valeur): JsonObject => ({ valeur }));
  for (let day = from; day <= to; day += 1) {
    const closed = isClosed(planner.profile, day) && unitId % 2 === 1;
    const left = units - planner.booked(unitId, day);
    const value = values[closed || planner.isBlocked(unitId, day) ? 0 : left];
    if (!value) throw new Error(`seed: stock ${left} of unit ${unitId}`);
    sheet.put(STOCK_ROW, day, value);
  }
  return sheet;
}

function buildSupplier(profile: Profile, anchor: Day): Supplier {
  const random = new Random(profile.id * 7919 + anchor);
  const rates = new Map(profile.units.map((unit) => [unit.id, seedRates(profile, unit, anchor)]));
  const planner = new Planner(profile, rates);
  planBookings(planner, random, anchor);
  const accommodations = profile.units.map((unit): [number, Accommodation] => [
    unit.id,
    {
      id: unit.id,
      name: unit.name,
      units: unit.units,
      stock: seedStock(planner, unit.id, unit.units, anchor),
      rates: rates.get(unit.id) ?? new Sheet(),
      links: new Set(unit.rateTypeIds),
    },
  ]);
  return {
    id: profile.id,
    name: profile.name,
    accommodations: new Map(accommodations),
    rateTypes: new Map(
      profile.rateTypes.map((type, index) => [type.id, rateTypeElement(profile, type, index)]),
    ),
    dossiers: writeDossiers(planner, random, anchor),
  };
}

/** Builds the suppliers of a seed around an anchor day: same anchor, same bytes. */
export function buildWorld(seed: SeedName | 'all', anchor: Day): World {
  const wanted = PROFILES.filter((profile) => seed === 'all' || profile.seed === seed);
  const suppliers = wanted.map((profile): [number, Supplier] => [
    profile.id,
    buildSupplier(profile, anchor),
  ]);
  return { anchor, suppliers: new Map(suppliers) };
}
