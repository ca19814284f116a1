import { and, eq } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import {
  accommodation,
  accommodationSetting,
  supplier,
  supplierSetting,
} from '#server/db/schema/index.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { type AccommodationSet, DEFAULT_SETTINGS, type PropertySet } from './rules.ts';

/** Whose settings are written, and when (epoch milliseconds). */
export interface SettingPlace {
  readonly tenant: TenantId;
  readonly supplierId: number;
  readonly now: number;
}

/** Statements that store fields of a property's settings; columns that are not named stay. */
export function propertyWrites(
  { db }: Database,
  { tenant, supplierId, now }: SettingPlace,
  set: PropertySet,
): Statement[] {
  const own = columnsOf({
    name: set.name,
    timezone: set.timezone,
    minStayReading: set.minStayReading,
    defaultMinStay: set.newNight?.minStay,
    defaultMaxStay: set.newNight?.maxStay,
  });
  const decided = columnsOf(settingColumns(set));
  const statements: Statement[] = [];
  if (own !== null)
    statements.push(
      db
        .update(supplier)
        .set(own)
        .where(and(eq(supplier.orgId, tenant), eq(supplier.supplierId, supplierId))),
    );
  if (decided !== null)
    statements.push(
      db
        .insert(supplierSetting)
        .values({
          ...DEFAULT_ROW,
          ...decided,
          ...{ orgId: tenant, supplierId, updatedAt: now },
        })
        .onConflictDoUpdate({
          target: [supplierSetting.orgId, supplierSetting.supplierId],
          set: { ...decided, updatedAt: now },
        }),
    );
  return statements;
}

function settingColumns(set: PropertySet) {
  return {
    defaultArrivalAllowed: set.newNight?.arrivalAllowed,
    defaultDepartureAllowed: set.newNight?.departureAllowed,
    weekendNightsJson: set.weekendNights && JSON.stringify(set.weekendNights),
    schoolZonesJson: set.schoolZones && JSON.stringify(set.schoolZones),
    holidayRegion: set.holidayRegion,
    vatRateBasisPoints: set.vatRateBasisPoints,
    commissionsJson: set.commissionBasisPoints && JSON.stringify(set.commissionBasisPoints),
    retentionMonths: set.retentionMonths,
  };
}

const DEFAULT_ROW = {
  defaultArrivalAllowed: DEFAULT_SETTINGS.arrivalAllowed,
  defaultDepartureAllowed: DEFAULT_SETTINGS.departureAllowed,
  weekendNightsJson: JSON.stringify(DEFAULT_SETTINGS.weekendNights),
  schoolZonesJson: JSON.stringify(DEFAULT_SETTINGS.schoolZones),
  holidayRegion: DEFAULT_SETTINGS.holidayRegion,
  vatRateBasisPoints: DEFAULT_SETTINGS.vatRateBasisPoints,
  commissionsJson: JSON.stringify(DEFAULT_SETTINGS.commissionBasisPoints),
  retentionMonths: DEFAULT_SETTINGS.retentionMonths,
};

/** Statements that store fields of an accommodation's settings; columns that are not named stay. */
export function accommodationWrites(
  { db }: Database,
  { tenant, supplierId, now }: SettingPlace,
  accommodationId: number,
  { units, ...set }: AccommodationSet,
): Statement[] {
  const decided = columnsOf(set);
  const statements: Statement[] = [];
  if (units !== undefined)
    statements.push(
      db
        .update(accommodation)
        .set({ unitsSetting: units })
        .where(
          and(
            eq(accommodation.orgId, tenant),
            eq(accommodation.supplierId, supplierId),
            eq(accommodation.accommodationId, accommodationId),
          ),
        ),
    );
  if (decided !== null)
    statements.push(
      db
        .insert(accommodationSetting)
        .values({ ...decided, orgId: tenant, supplierId, accommodationId, updatedAt: now })
        .onConflictDoUpdate({
          target: [
            accommodationSetting.orgId,
            accommodationSetting.supplierId,
            accommodationSetting.accommodationId,
          ],
          set: { ...decided, updatedAt: now },
        }),
    );
  return statements;
}

/** The columns that hold something; null = none does. */
function columnsOf<T extends object>(columns: T): Defined<T> | null {
  const defined = Object.entries(columns).filter(([, value]) => value !== undefined);
  return defined.length === 0 ? null : (Object.fromEntries(defined) as Defined<T>);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
