import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { DomainError } from '#server/kernel/errors.ts';
import type { TrpcContext } from './context.ts';
import { procedure, router } from './init.ts';

const appRouter = router({
  price: procedure
    .input(z.strictObject({ cents: z.int(), to: z.string() }))
    .mutation(({ input }) => input.cents),
  taken: procedure.mutation(() => {
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', { reason: 'internal words' });
  }),
  broken: procedure.mutation(() => {
    throw new Error('internal words');
  }),
});

type Facts = Pick<TrpcContext, 'actor' | 'locale'>;

/** An answer over the fetch adapter; these procedures never reach the app. */
async function answer(facts: Facts, path: string, body: string): Promise<[number, unknown]> {
  const context: Omit<TrpcContext, 'app'> = {
    ...{ person: null, address: null, requestId: 'r-1', seen: () => {} },
    ...facts,
  };
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    router: appRouter,
    req: new Request(`http://127.0.0.1/api/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    }),
    createContext: () => context as TrpcContext,
  });
  return [response.status, await response.json()];
}

const tenant = 'org' as NonNullable<TrpcContext['actor']>['tenant'];
const key = { kind: 'apiKey', id: 'k', name: 'k', tenant, scopes: [], supplierIds: null } as const;
const someone: Facts = { actor: key, locale: 'en' };

const fieldsOf = [
  { path: 'cents', code: 'invalid_type', message: 'Unexpected type of value' },
  { path: 'to', code: 'required', message: 'Required' },
];

test('refused input answers 400 with the fields, alone and in a batch', async () => {
  const error = {
    data: { code: 'BAD_REQUEST', httpStatus: 400, requestId: 'r-1', fields: fieldsOf },
  };
  const input = { cents: '12' };
  expect(await answer(someone, 'price', JSON.stringify(input))).toMatchObject([400, { error }]);
  const batch = await answer(someone, 'price,price?batch=1', JSON.stringify({ 0: input, 1: {} }));
  expect(batch[1]).toMatchObject([{ error }, { error: { data: { httpStatus: 400 } } }]);
});

test('a body that is no JSON answers 400 in words and in number', async () => {
  const [status, told] = await answer(someone, 'price', '{"cents":');
  expect(status).toBe(400);
  expect(told).toMatchObject({ error: { data: { code: 'BAD_REQUEST', httpStatus: 400 } } });
});

test('nobody is told to sign in, in their own language', async () => {
  const [status, told] = await answer({ actor: null, locale: 'fr' }, 'taken', '{}');
  expect(status).toBe(401);
  expect(told).toMatchObject({
    error: { message: 'Connectez-vous pour continuer.', data: { code: 'UNAUTHORIZED' } },
  });
});

test.each([
  ['taken', 422, 'IDEMPOTENCY_KEY_REUSED'],
  ['broken', 500, 'INTERNAL_SERVER_ERROR'],
  ['nothing', 404, 'NOT_FOUND'],
])('%s answers %d and nothing internal', async (path, status, code) => {
  const [answered, told] = await answer(someone, path, '{}');
  expect(answered).toBe(status);
  expect(told).toMatchObject({ error: { data: { code, httpStatus: status, requestId: 'r-1' } } });
  expect(JSON.stringify(told)).not.toMatch(/internal words|stack|init\.test/);
});
