import { describe, expect, test } from 'vitest';
import {
  createOpenProAdmin,
  createOpenProCustomer,
  type OpenProAdmin,
  type OpenProOptions,
} from '../../src/client/index.ts';
import { holding, KEY } from './support.ts';

/** Runs a call that must be refused before anything is sent. */
async function refusalOf(call: (admin: OpenProAdmin) => Promise<unknown>): Promise<string> {
  await using server = await holding({});
  const admin = createOpenProAdmin({ baseUrl: server.url, apiKey: KEY });
  const error = await call(admin).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(server.seen).toEqual([]);
  if (!(error instanceof TypeError)) throw error ?? new Error('nothing was refused');
  return error.message;
}

/** A value as untyped callers send it. */
function wrong<T>(value: unknown): T {
  return value as T;
}

const BAD_IDS = [
  '7',
  '7/../8',
  -1,
  0,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  null,
  undefined,
];

describe('ids', () => {
  const calls: [string, (admin: OpenProAdmin, id: number) => Promise<unknown>][] = [
    ['supplierId', (a, id) => a.listAccommodations(id)],
    ['supplierId', (a, id) => a.listBookings(id)],
    ['accommodationId', (a, id) => a.getStock(61001, id)],
    ['accommodationId', (a, id) => a.setRates(61001, id, [])],
    ['rateTypeId', (a, id) => a.deleteRateType(61001, id)],
    ['rateTypeId', (a, id) => a.unlink(61001, 1, id)],
    ['bookingId', (a, id) => a.getBooking(61001, id)],
  ];
  test.each(calls)('%s that is no positive safe integer', async (name, call) => {
    for (const id of BAD_IDS) {
      const words = `\`${name}\` must be a safe integer of 1 or more`;
      expect(await refusalOf((admin) => call(admin, wrong<number>(id)))).toBe(words);
    }
  });
});

const GOOD = {
  rateTypeId: 1,
  from: '2027-01-01',
  to: '2027-01-02',
  open: true,
  minStay: 1,
  maxStay: 30,
  arrivalAllowed: true,
  departureAllowed: true,
  prices: [{ guests: 2, priceCents: 100 }],
};

describe('writes', () => {
  test.each([
    ['periods[0].from', { from: '2027-02-29' }],
    ['periods[0].from', { from: '2027-1-1' }],
    ['periods[0].to', { to: '2027-01-01T00:00:00Z' }],
    ['periods[0].to', { to: '2026-12-31' }],
    ['periods[0].rateTypeId', { rateTypeId: '1' }],
    ['periods[0].minStay', { minStay: 0 }],
    ['periods[0].minStay', { minStay: null }],
    ['periods[0].maxStay', { maxStay: 1.5 }],
    ['periods[0].open', { open: 1 }],
    ['periods[0].arrivalAllowed', { arrivalAllowed: undefined }],
    ['periods[0].departureAllowed', { departureAllowed: 'true' }],
    ['periods[0].prices', { prices: null }],
    ['periods[0].prices[0]', { prices: [9] }],
    ['periods[0].prices[0].guests', { prices: [{ guests: 0, priceCents: 1 }] }],
    ['periods[0].prices[0].guests', { prices: [{ priceCents: 1 }] }],
    ['periods[0].prices[0].priceCents', { prices: [{ guests: 1, priceCents: 0 }] }],
    ['periods[0].prices[0].priceCents', { prices: [{ guests: 1, priceCents: 89.5 }] }],
    ['periods[0].prices[0].priceCents', { prices: [{ guests: 1, priceCents: '89' }] }],
  ])('rates: %s', async (name, change) => {
    const periods = wrong<(typeof GOOD)[]>([{ ...GOOD, ...change }]);
    const message = await refusalOf((admin) => admin.setRates(61001, 1, periods));
    expect(message.split(' must be ')[0]).toBe(`\`${name}\``);
  });

  test.each([
    ['nights', {}],
    ['nights[0]', [null]],
    [
      'nights[1].date',
      [
        { date: '2027-01-01', units: 1 },
        { date: '2027-02-30', units: 1 },
      ],
    ],
    ['nights[0].date', [{ date: 20270101, units: 1 }]],
    ['nights[0].units', [{ date: '2027-01-01', units: -1 }]],
    ['nights[0].units', [{ date: '2027-01-01', units: '1' }]],
  ])('stock: %s', async (name, nights) => {
    const message = await refusalOf((admin) => admin.setStock(61001, 1, wrong<[]>(nights)));
    expect(message.split(' must be ')[0]).toBe(`\`${name}\``);
  });

  test.each([
    ['draft', null],
    ['draft.label', { label: {}, description: {}, order: 0 }],
    ['draft.label', { label: { FR: 'x' }, description: {}, order: 0 }],
    ['draft.label.fr', { label: { fr: 1 }, description: {}, order: 0 }],
    ['draft.description', { label: { fr: 'x' }, order: 0 }],
    ['draft.order', { label: { fr: 'x' }, description: {} }],
  ])('rate type: %s', async (name, draft) => {
    const value = wrong<Parameters<OpenProAdmin['createRateType']>[1]>(draft);
    for (const call of [
      (admin: OpenProAdmin) => admin.createRateType(61001, value),
      (admin: OpenProAdmin) => admin.updateRateType(61001, 1, value),
    ]) {
      expect((await refusalOf(call)).split(' must be ')[0]).toBe(`\`${name}\``);
    }
  });

  test.each([
    ['webhook.url', { url: 'javascript:alert(1)' }],
    ['webhook.url', { url: '/relative' }],
    ['webhook.alertEmail', { url: 'https://a.example', alertEmail: 'nobody' }],
  ])('webhook: %s', async (name, webhook) => {
    const message = await refusalOf((admin) => admin.addWebhook(webhook));
    expect(message.split(' must be ')[0]).toBe(`\`${name}\``);
  });

  test('filters, request ids and signals', async () => {
    const texts = await Promise.all([
      refusalOf((a) => a.listBookings(1, { createdFrom: '2027-01-01' })),
      refusalOf((a) => a.listBookings(1, { modifiedTo: '2027-02-30T00:00:00Z' })),
      refusalOf((a) => a.listBookings(1, { modifiedTo: '2027-02-20T00:00:00' })),
      refusalOf((a) => a.listBookings(1, { page: 0 })),
      refusalOf((a) => a.listBookings(1, { perPage: 1.5 })),
      refusalOf((a) => a.listRateTypes(1, { requestId: 'a\nb' })),
      refusalOf((a) => a.listRateTypes(1, { signal: wrong<AbortSignal>({}) })),
    ]);
    expect(texts.map((text) => text.split(' ')[0])).toEqual([
      '`filter.createdFrom`',
      '`filter.modifiedTo`',
      '`filter.modifiedTo`',
      '`filter.page`',
      '`filter.perPage`',
      '`requestId`',
      '`signal`',
    ]);
  });
});

describe('options', () => {
  const good: OpenProOptions = { baseUrl: 'https://a.example/v1', apiKey: KEY };
  test.each([
    ['options', null],
    ['baseUrl', { ...good, baseUrl: '/v1' }],
    ['baseUrl', { ...good, baseUrl: 'ftp://a.example' }],
    ['baseUrl', { ...good, baseUrl: `https://a.example/?key=${KEY}` }],
    ['baseUrl', { ...good, baseUrl: 'https://user:secret@a.example' }],
    ['baseUrl', { ...good, baseUrl: 'https://a.example/#x' }],
    ['baseUrl', { ...good, baseUrl: undefined }],
    ['apiKey', { ...good, apiKey: '' }],
    ['apiKey', { ...good, apiKey: 'a\r\nx: y' }],
    ['apiKey', { ...good, apiKey: 'clé' }],
    ['fetch', { ...good, fetch: 1 }],
    ['onCall', { ...good, onCall: 'log' }],
    ['timeoutMs', { ...good, timeoutMs: 0 }],
    ['timeoutMs', { ...good, timeoutMs: 2 ** 31 }],
    ['timeoutMs', { ...good, timeoutMs: '5' }],
    ['maxBytes', { ...good, maxBytes: -1 }],
  ])('%s', (name, options) => {
    for (const create of [createOpenProCustomer, createOpenProAdmin]) {
      const make = () => create(wrong<OpenProOptions>(options));
      expect(make).toThrow(TypeError);
      expect(make).toThrow(`\`${name}\` must be `);
    }
  });
});
