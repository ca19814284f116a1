import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  createOpenProAdmin,
  createOpenProCustomer,
  isOpenProFailure,
  type OpenProAdmin,
  type OpenProCustomer,
} from '../../src/client/index.ts';

const OPTIONS = { baseUrl: 'https://a.example', apiKey: 'k' };

const READS = [
  'getBooking',
  'getRates',
  'getStock',
  'listAccommodations',
  'listBookings',
  'listLinks',
  'listRateTypes',
];

describe('customer and admin', () => {
  test('the customer has no method that writes', () => {
    const customer = createOpenProCustomer(OPTIONS);
    expect(Object.keys(customer).sort()).toEqual(READS);
    expect('setRates' in customer).toBe(false);
    expect(Object.isFrozen(customer)).toBe(true);
  });

  test('the admin has them all', () => {
    const admin = createOpenProAdmin(OPTIONS);
    expect(Object.keys(admin)).toHaveLength(17);
    expect(Object.keys(admin)).toEqual(expect.arrayContaining(READS));
    expect(Object.isFrozen(admin)).toBe(true);
  });

  test('the types say the same', () => {
    expectTypeOf(createOpenProCustomer).returns.toEqualTypeOf<OpenProCustomer>();
    expectTypeOf(createOpenProAdmin).returns.toEqualTypeOf<OpenProAdmin>();
    expectTypeOf<OpenProCustomer>().not.toHaveProperty('setRates');
    expectTypeOf<OpenProCustomer>().not.toHaveProperty('listWebhooks');
    expectTypeOf<OpenProAdmin>().toExtend<OpenProCustomer>();
    const customer = createOpenProCustomer(OPTIONS);
    // @ts-expect-error a customer cannot write
    expect(customer.setStock).toBeUndefined();
    // @ts-expect-error a customer cannot link
    expect(customer.link).toBeUndefined();
  });

  test('the kind of an error narrows it', () => {
    const error: unknown = new Error('other');
    expect(isOpenProFailure(error)).toBe(false);
    if (!isOpenProFailure(error)) return;
    if (error.kind === 'http') expectTypeOf(error.retryAfterSeconds).toEqualTypeOf<number | null>();
    if (error.kind === 'refused') expectTypeOf(error.words).toEqualTypeOf<string | null>();
    // @ts-expect-error only some kinds have a status
    expect(error.status).toBeDefined();
  });
});

test('the core with all it imports is under 10 kB gzipped and runs without Node', async () => {
  const input = new URL('../../src/client/index.ts', import.meta.url).pathname;
  const bundle = await rolldown({ input, platform: 'browser' });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  const [chunk] = output;
  expect(output).toHaveLength(1);
  expect(chunk.imports).toEqual([]);
  expect(chunk.code).not.toMatch(/["'`]node:|\brequire\(|\bprocess\.|\bBuffer\b/);
  expect(gzipSync(chunk.code, { level: 9 }).byteLength).toBeLessThan(10_000);
});
