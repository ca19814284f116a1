import { describe, expect, test } from 'vitest';
import { fc } from '#tests/support/core/properties.ts';
import {
  type AccommodationSet,
  type AccommodationSettings,
  DEFAULT_SETTINGS,
  differenceOf,
  mostBooked,
  refusedSettings,
  type StayUnits,
} from './rules.ts';
import { settingsOutput } from './schema.ts';

const own = (over: Partial<AccommodationSettings> = {}): AccommodationSettings => ({
  ...{ id: 1, name: 'Gîte', units: null, floorCents: null, ceilingCents: null },
  ...{ referenceGuests: null, variableCostCents: null, turnoverCostCents: null },
  ...{ unitsGuess: 3, referenceGuestsGuess: 4, mostBooked: 2 },
  ...over,
});

const refused = (set: AccommodationSet, over: Partial<AccommodationSettings> = {}) =>
  refusedSettings({ accommodations: [{ id: 1, set }] }, { accommodations: [own(over)] }).map(
    ({ path, code }) => `${path}: ${code}`,
  );

test('the defaults are settings that an owner could choose', () => {
  const { arrivalAllowed, departureAllowed, ...fields } = DEFAULT_SETTINGS;
  const view = {
    ...{ supplierId: 1, name: 'Gîte', timezone: 'Europe/Paris', minStayReading: 'every_night' },
    ...{ ...fields, newNight: { minStay: 1, maxStay: 30, arrivalAllowed, departureAllowed } },
    accommodations: [],
  };
  expect(settingsOutput.safeParse(view).error).toBeUndefined();
});

describe('the most units that a night has taken', () => {
  test('are none without stays', () => {
    expect(mostBooked([], 100)).toBe(0);
  });

  test('count each night from today on as often as stays hold it', () => {
    const stays: StayUnits[] = [
      [90, 100, 50],
      [99, 101, 1],
      [100, 103, 2],
      [103, 104, 4],
    ];
    expect(mostBooked(stays, 100)).toBe(4);
    expect(mostBooked(stays, 99)).toBe(51);
    expect(mostBooked(stays.slice(0, 3), 100)).toBe(3);
    expect(mostBooked(stays, 104)).toBe(0);
  });

  test('are those of counting night by night', () => {
    const stay = fc
      .tuple(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
      )
      .map(([from, nights, units]): StayUnits => [from, from + nights, units]);
    fc.assert(
      fc.property(fc.array(stay), fc.integer({ min: 0, max: 30 }), (stays, today) => {
        const nights = Array.from({ length: 40 }, (_, day) =>
          stays.reduce((sum, [from, to, units]) => sum + (from <= day && day < to ? units : 0), 0),
        );
        expect(mostBooked(stays, today)).toBe(Math.max(...nights.slice(today)));
      }),
    );
  });
});

describe('an update is refused', () => {
  test('for an accommodation that is not the property’s, or named twice', () => {
    const accommodations = [1, 2, 1].map((id) => ({ id, set: {} }));
    expect(refusedSettings({ accommodations }, { accommodations: [own()] })).toEqual([
      { path: 'accommodations.1.id', code: 'unknown_accommodation' },
      { path: 'accommodations.2.id', code: 'duplicate' },
    ]);
    expect(refusedSettings({}, { accommodations: [] })).toEqual([]);
  });

  const at = 'accommodations.0.set';

  test.each<[AccommodationSet, Partial<AccommodationSettings>, string[]]>([
    [{ floorCents: 2, ceilingCents: 1 }, {}, [`${at}.floorCents: floor_above_ceiling`]],
    [{ floorCents: 1, ceilingCents: 1 }, {}, []],
    [{ floorCents: 2 }, { ceilingCents: 1 }, [`${at}.floorCents: floor_above_ceiling`]],
    [{ ceilingCents: 1 }, { floorCents: 2 }, [`${at}.ceilingCents: floor_above_ceiling`]],
    [{ floorCents: 2, ceilingCents: null }, { ceilingCents: 1 }, []],
    [{ floorCents: null }, { floorCents: 2, ceilingCents: 1 }, []],
    [{ units: 1 }, {}, [`${at}.units: below_unit_count`]],
    [{ units: 2 }, {}, []],
    [{ units: null }, { units: 5 }, []],
    [{ units: 1 }, { units: 1 }, []],
    [
      { units: 0, floorCents: 3 },
      { ceilingCents: 2 },
      [`${at}.floorCents: floor_above_ceiling`, `${at}.units: below_unit_count`],
    ],
  ])('%j over %j: %j', (set, over, fields) => {
    expect(refused(set, over)).toEqual(fields);
  });
});

describe('a difference', () => {
  const current = { a: 1, list: [1, 2], object: { x: 1, y: 2 }, none: null as number | null };

  test('holds what changes alone, as it was and as it becomes', () => {
    expect(differenceOf({ a: 2, list: [1, 2], none: 0 }, current)).toEqual({
      before: { a: 1, none: null },
      after: { a: 2, none: 0 },
    });
    expect(differenceOf({ list: [2, 1] }, current)?.after).toEqual({ list: [2, 1] });
    expect(differenceOf({ object: { x: 1, y: 3 } }, current)?.before).toEqual({
      object: { x: 1, y: 2 },
    });
  });

  test('is none where nothing changes', () => {
    expect(differenceOf({}, current)).toBeNull();
    type Loose = { a?: number | undefined; none: number | null };
    expect(differenceOf<Loose>({ a: undefined, none: null }, current)).toBeNull();
    expect(differenceOf({ object: { y: 2, x: 1 } }, current)).toBeNull();
  });
});
