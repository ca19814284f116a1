import * as z from 'zod/mini';
import { displayName } from '#server/domain/auth/schema.ts';
import { bookingOrigin } from '#server/domain/bookings/schema.ts';
import { timezone } from '#server/domain/suppliers/schema.ts';
import { cents, rule, upstreamId } from '#server/kernel/wire.ts';

export const MIN_STAY_READINGS = ['every_night', 'arrival_night'] as const;
export type MinStayReading = (typeof MIN_STAY_READINGS)[number];
export const SCHOOL_ZONES = ['A', 'B', 'C'] as const;
/** Whose public holidays count. */
export const HOLIDAY_REGIONS = [
  ...(['metropole', 'alsace_moselle', 'guadeloupe', 'martinique', 'guyane', 'reunion'] as const),
  ...(['mayotte', 'saint_martin', 'saint_barthelemy'] as const),
] as const;

const basisPoints = z.int().check(z.minimum(0), z.maximum(10_000));
const price = cents.check(z.minimum(1), z.maximum(10_000_000));
const cost = cents.check(z.minimum(0), z.maximum(10_000_000));

/** The settings of a property; each may be changed alone. */
const fields = {
  name: displayName,
  timezone,
  /** ISO weekdays (1 = Monday) of nights that are weekend nights. */
  weekendNights: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.maxLength(7), unique()),
  /** Which nights' min stay a stay must respect. */
  minStayReading: z.enum(MIN_STAY_READINGS),
  /** Whose school holidays bring guests. */
  schoolZones: z.array(z.enum(SCHOOL_ZONES)).check(z.maxLength(3), unique()),
  holidayRegion: z.enum(HOLIDAY_REGIONS),
  /** In hundredths of a percent; null = not known, figures are with tax. */
  vatRateBasisPoints: z.nullable(basisPoints),
  /** In hundredths of a percent, by origin; an origin that is not named takes none. */
  commissionBasisPoints: z.partialRecord(bookingOrigin, basisPoints),
  /** Months after departure that contact fields of guests are kept. */
  retentionMonths: z.int().check(z.minimum(1), z.maximum(120)),
  /** What a night that gets its first rate begins with. */
  newNight: z
    .strictObject({
      minStay: z.int().check(z.minimum(1), z.maximum(365)),
      maxStay: z.int().check(z.minimum(1), z.maximum(365)),
      arrivalAllowed: z.boolean(),
      departureAllowed: z.boolean(),
    })
    .check(rule((night) => night.minStay <= night.maxStay, 'min_above_max', ['minStay'])),
};

/** The settings of an accommodation; null = not decided. */
const accommodationFields = {
  units: z.nullable(z.int().check(z.minimum(0), z.maximum(999))),
  floorCents: z.nullable(price),
  ceilingCents: z.nullable(price),
  referenceGuests: z.nullable(z.int().check(z.minimum(1), z.maximum(99))),
  variableCostCents: z.nullable(cost),
  turnoverCostCents: z.nullable(cost),
};

export const settingsGetInput = z.strictObject({ supplierId: upstreamId });

export const settingsOutput = z.strictObject({
  supplierId: upstreamId,
  ...fields,
  accommodations: z.array(
    z.strictObject({
      id: upstreamId,
      name: z.string(),
      ...accommodationFields,
      /** What holds while it is not decided. */
      unitsGuess: z.nullable(z.int()),
      referenceGuestsGuess: z.nullable(z.int()),
      /** The most units that a night has taken by stays, from today on. */
      mostBooked: z.int(),
    }),
  ),
});

/** Fields that are left out stay as they are; all of it is stored, or nothing. */
export const settingsUpdateInput = z.strictObject({
  supplierId: upstreamId,
  set: z.optional(z.partial(z.strictObject(fields))),
  accommodations: z.optional(
    z
      .array(
        z.strictObject({ id: upstreamId, set: z.partial(z.strictObject(accommodationFields)) }),
      )
      .check(z.maxLength(200)),
  ),
});

function unique<T>(): z.core.$ZodCheck<T[]> {
  return rule((list: T[]) => new Set(list).size === list.length, 'duplicate');
}

export type SettingsView = z.infer<typeof settingsOutput>;
export type SettingsUpdate = z.infer<typeof settingsUpdateInput>;
