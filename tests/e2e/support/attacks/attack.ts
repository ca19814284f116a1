import type { Demo } from '../demo.ts';
import { type Ask, mutation } from '../exchange.ts';

/**
 * An attack of one request and what it is answered, exactly, by the production build. What needs
 * another tenant, a broken database or a hostile upstream is a scene. A door that is added later adds
 * its rows.
 */
export interface Attack {
  /** Number in the table of threats; a letter for what stands beside it. */
  readonly row: string;
  readonly what: string;
  readonly ask: (ground: Ground) => Ask;
  readonly status: number;
  /** Our own code, where the answer is one of ours. */
  readonly code?: string;
  /** The fields that are refused, with their codes. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** Headers that the answer has, or with null must not have. */
  readonly headers?: Readonly<Record<string, string | RegExp | null>>;
}

/** What the attacks are made with. */
export interface Ground extends Demo {
  readonly supplierId: number;
  /** A session of the owner. */
  readonly cookie: string;
  readonly key: Record<string, string>;
  /** A day in two months. */
  readonly day: string;
}

export const EVIL = 'https://evil.example';

export const preview = (entry: (ground: Ground) => object) => (given: Ground) => {
  const { supplierId, day, key } = given;
  const one = { accommodationId: 1, rateTypeId: 2001, from: day, to: day, set: { minStay: 2 } };
  const changes = [{ ...one, ...entry(given) }];
  return mutation('bulkUpdates.preview', { supplierId, changes }, key);
};
export const set = (values: object) => preview(() => ({ set: values }));
export const units = (count: unknown) =>
  preview(() => ({ rateTypeId: undefined, set: { units: count } }));
export const price = (text: string) => (given: Ground) => {
  const { body = '', ...ask } = set({ priceCents: 4711 })(given);
  return { ...ask, body: String(body).replace('4711', text) };
};
export const refresh = (headers: (ground: Ground) => Record<string, string>) => (given: Ground) =>
  mutation('suppliers.refresh', { supplierId: given.supplierId }, headers(given));
export const list =
  (headers: Record<string, string>, path = '/api/trpc/suppliers.list') =>
  () => ({
    path,
    headers,
  });

export const REFUSED = { status: 400, code: 'BAD_REQUEST' } as const;
export const NOBODY = { status: 401, code: 'UNAUTHORIZED' } as const;
export const FOREIGN = { status: 403, code: 'CSRF_REJECTED' } as const;
export const UNKNOWN = { status: 404, code: 'NOT_FOUND' } as const;
/** The page for what is not there, which knows nothing of any data. */
export const NO_PAGE = { status: 404, headers: { 'content-type': /^text\/html/ } } as const;
export const SILENT = {
  ...{ 'access-control-allow-origin': null, 'access-control-allow-credentials': null },
  ...{ 'access-control-allow-methods': null, 'access-control-allow-headers': null },
};
