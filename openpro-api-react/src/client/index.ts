import { createReads, createWrites } from './calls.ts';
import { type OpenProOptions, readOptions } from './options.ts';
import type { OpenProAdmin, OpenProCustomer } from './types.ts';

export * from './errors.ts';
export type { ObservedCall, OpenProOptions } from './options.ts';
export type * from './types.ts';

/**
 * Makes the read-only client: it has no method that writes, neither in its type nor at run time.
 * @throws TypeError naming the wrong option
 * @example
 * const customer = createOpenProCustomer({ baseUrl: 'https://api.open-pro.fr/tarif/multi/v1', apiKey });
 * const { items, warnings } = await customer.listAccommodations(61001);
 */
export function createOpenProCustomer(options: OpenProOptions): OpenProCustomer {
  return Object.freeze(createReads(readOptions(options)));
}

/**
 * Makes the client with every call, writes included.
 * @throws TypeError naming the wrong option
 * @example
 * const admin = createOpenProAdmin({ baseUrl: 'https://api.open-pro.fr/tarif/multi/v1', apiKey });
 * await admin.setStock(61001, 1, [{ date: '2027-07-03', units: 0 }]);
 */
export function createOpenProAdmin(options: OpenProOptions): OpenProAdmin {
  const settings = readOptions(options);
  return Object.freeze({ ...createReads(settings), ...createWrites(settings) });
}
