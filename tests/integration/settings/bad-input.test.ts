import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, errorOf, mutate, query } from '#tests/support/raw.ts';
import { startWorld, type World } from '#tests/support/world.ts';

let world: World;
let mostBooked: number;
let foreignId: number;
beforeAll(async () => {
  world = await startWorld({ seed: 'hotel' });
  const { api, supplierId } = world;
  await api.suppliers.refresh.mutate({ supplierId });
  await api.settings.update.mutate({
    supplierId,
    accommodations: [
      { id: 1, set: { floorCents: 5_000 } },
      { id: 2, set: { ceilingCents: 9_000 } },
    ],
  });
  const { accommodations } = await api.settings.get.query({ supplierId });
  mostBooked = accommodations[0]?.mostBooked ?? 0;
  foreignId = Math.max(...accommodations.map(({ id }) => id)) + 1;
  // The foreign one exists, elsewhere.
  const other = await world.organisation('Le Moulin', { supplierId, apiKey: world.stub.apiKey });
  await world.app.database.client.execute({
    sql: `INSERT INTO accommodation (org_id, supplier_id, accommodation_id, name, position)
      VALUES (?, ?, ?, 'Moulin', 0)`,
    args: [other.tenant, supplierId, foreignId],
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const own = () => bearer(world.apiKey);

/** All that an update could have written. */
async function stored() {
  const kept = [
    'name, timezone, min_stay_reading, default_min_stay, default_max_stay FROM supplier',
    '* FROM supplier_setting',
    'accommodation_id, units_setting FROM accommodation',
    '* FROM accommodation_setting',
    'id, action FROM audit_entry',
  ];
  const { client } = world.app.database;
  const results = await client.batch(
    kept.map((sql) => ({ sql: `SELECT ${sql} WHERE org_id = ?`, args: [world.tenant] })),
  );
  return results.map(({ rows }) => rows.map((row) => ({ ...row })));
}

type Refused = readonly [what: string, input: () => object, path: string, code: string];

const set = (values: object) => () => ({ set: values });
const one =
  (values: object, id = 1) =>
  () => ({ accommodations: [{ id, set: values }] });
const at = 'accommodations.0.set';
const newNight = { minStay: 1, maxStay: 30, arrivalAllowed: true, departureAllowed: true };

const REFUSED: readonly Refused[] = [
  [
    'a floor above its ceiling',
    one({ floorCents: 200, ceilingCents: 100 }),
    `${at}.floorCents`,
    'floor_above_ceiling',
  ],
  [
    'a floor above the stored ceiling',
    one({ floorCents: 9_001 }, 2),
    `${at}.floorCents`,
    'floor_above_ceiling',
  ],
  [
    'a ceiling below the stored floor',
    one({ ceilingCents: 4_999 }),
    `${at}.ceilingCents`,
    'floor_above_ceiling',
  ],
  ['a floor of zero', one({ floorCents: 0 }), `${at}.floorCents`, 'too_small'],
  ['a floor beyond all', one({ floorCents: 10_000_001 }), `${at}.floorCents`, 'too_big'],
  ['a floor with half a cent', one({ floorCents: 12.5 }), `${at}.floorCents`, 'not_integer'],
  ['a floor as text', one({ floorCents: '80' }), `${at}.floorCents`, 'invalid_type'],
  ['a cost below zero', one({ variableCostCents: -1 }), `${at}.variableCostCents`, 'too_small'],
  ['guests of zero', one({ referenceGuests: 0 }), `${at}.referenceGuests`, 'too_small'],
  ['a hundred guests', one({ referenceGuests: 100 }), `${at}.referenceGuests`, 'too_big'],
  [
    'fewer units than stays have taken',
    () => one({ units: mostBooked - 1 })(),
    `${at}.units`,
    'below_unit_count',
  ],
  ['a thousand units', one({ units: 1_000 }), `${at}.units`, 'too_big'],
  ['half a unit', one({ units: 1.5 }), `${at}.units`, 'not_integer'],
  [
    'another’s accommodation',
    () => one({ units: 1 }, foreignId)(),
    'accommodations.0.id',
    'unknown_accommodation',
  ],
  ['an unknown accommodation', one({}, 999), 'accommodations.0.id', 'unknown_accommodation'],
  [
    'an accommodation twice',
    () => ({ accommodations: [1, 2, 1].map((id) => ({ id, set: { floorCents: 6_000 } })) }),
    'accommodations.2.id',
    'duplicate',
  ],
  ['an unknown field of an accommodation', one({ note: 'x' }), `${at}.note`, 'unknown_key'],
  ['a name of 300 characters', set({ name: 'x'.repeat(300) }), 'set.name', 'too_big'],
  ['an empty name', set({ name: '  ' }), 'set.name', 'too_small'],
  ['a zone that is none', set({ timezone: 'Europe/Atlantis' }), 'set.timezone', 'invalid_value'],
  ['an offset as zone', set({ timezone: '+02:00' }), 'set.timezone', 'invalid_value'],
  ['weekday zero', set({ weekendNights: [0] }), 'set.weekendNights.0', 'too_small'],
  ['weekday eight', set({ weekendNights: [5, 8] }), 'set.weekendNights.1', 'too_big'],
  ['a weekday twice', set({ weekendNights: [5, 5] }), 'set.weekendNights', 'duplicate'],
  [
    'a school zone that is none',
    set({ schoolZones: ['A', 'D'] }),
    'set.schoolZones.1',
    'invalid_value',
  ],
  ['a school zone twice', set({ schoolZones: ['A', 'A'] }), 'set.schoolZones', 'duplicate'],
  ['an unknown region', set({ holidayRegion: 'corse' }), 'set.holidayRegion', 'invalid_value'],
  ['an unknown reading', set({ minStayReading: 'none' }), 'set.minStayReading', 'invalid_value'],
  ['VAT above all', set({ vatRateBasisPoints: 10_001 }), 'set.vatRateBasisPoints', 'too_big'],
  ['VAT below zero', set({ vatRateBasisPoints: -1 }), 'set.vatRateBasisPoints', 'too_small'],
  ['VAT in fractions', set({ vatRateBasisPoints: 5.5 }), 'set.vatRateBasisPoints', 'not_integer'],
  [
    'commission above all',
    set({ commissionBasisPoints: { Booking: 10_001 } }),
    'set.commissionBasisPoints.Booking',
    'too_big',
  ],
  [
    'commission of an unknown origin',
    set({ commissionBasisPoints: { Airbnb: 1 } }),
    'set.commissionBasisPoints.Airbnb',
    'unknown_key',
  ],
  ['keeping nothing', set({ retentionMonths: 0 }), 'set.retentionMonths', 'too_small'],
  ['keeping for ever', set({ retentionMonths: 121 }), 'set.retentionMonths', 'too_big'],
  // JSON writes what is no number as null.
  ['no number', set({ retentionMonths: Number.NaN }), 'set.retentionMonths', 'invalid_type'],
  [
    'min above max',
    set({ newNight: { ...newNight, minStay: 5, maxStay: 4 } }),
    'set.newNight.minStay',
    'min_above_max',
  ],
  [
    'half a new night',
    set({ newNight: { minStay: 1, maxStay: 2, arrivalAllowed: true } }),
    'set.newNight.departureAllowed',
    'required',
  ],
  ['an unknown field', set({ orgId: 'x' }), 'set.orgId', 'unknown_key'],
  ['an unknown key beside', () => ({ suppliers: [] }), 'suppliers', 'unknown_key'],
];

test.each(REFUSED)(
  '%s is refused by its field, and nothing is written',
  async (_, input, path, code) => {
    const before = await stored();
    const { accommodations = [], ...rest } = input() as { accommodations?: object[]; set?: object };
    // Something sound beside it is not stored either.
    const sound = { retentionMonths: 12, ...rest.set };
    const wanted = { supplierId: world.supplierId, ...rest, set: sound, accommodations };
    const answer = await mutate(world.url, 'settings.update', wanted, own());
    expect(answer.status).toBe(400);
    const { data } = errorOf(answer);
    expect(data.code).toBe('BAD_REQUEST');
    const refused = data.fields?.filter((field) => field.path === path) ?? [];
    expect(data.fields).toHaveLength(1);
    expect(refused.map((field) => field.code)).toEqual([code]);
    expect(refused[0]?.message).not.toMatch(/[{}]|undefined|NaN/);
    expect(await stored()).toEqual(before);
  },
);

test('the least unit count is told, and is accepted', async () => {
  expect(mostBooked).toBeGreaterThan(1);
  const { supplierId, api } = world;
  const input = { supplierId, accommodations: [{ id: 1, set: { units: mostBooked - 1 } }] };
  const refused = errorOf(await mutate(world.url, 'settings.update', input, own()));
  expect(refused.data.fields?.[0]?.message).toBe(
    `Moins d’unités qu’une nuit à venir n’en a de prises\u202f: ${mostBooked}`,
  );
  for (const units of [mostBooked, null]) {
    const accommodations = [{ id: 1, set: { units } }];
    const settings = await api.settings.update.mutate({ supplierId, accommodations });
    expect(settings.accommodations[0]?.units).toBe(units);
  }
});

test('guests that no price is for may be the reference', async () => {
  const { supplierId, api } = world;
  const accommodations = [{ id: 1, set: { referenceGuests: 77 } }];
  const settings = await api.settings.update.mutate({ supplierId, accommodations });
  expect(settings.accommodations[0]).toMatchObject({ referenceGuests: 77 });
});

test('a body that is no JSON, and a supplier that is none', async () => {
  const broken = '{"supplierId": 1, "set": {"retentionMonths": NaN}}';
  expect((await mutate(world.url, 'settings.update', broken, own())).status).toBe(400);
  for (const supplierId of ['1', 0, 1.5]) {
    const answer = await query(world.url, 'settings.get', { supplierId }, own());
    expect(errorOf(answer).data.fields?.map(({ path }) => path)).toEqual(['supplierId']);
  }
});
