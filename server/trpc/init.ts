import { initTRPC } from '@trpc/server';
import { DomainError, notFound } from '#server/kernel/errors.ts';
import type { TrpcContext } from './context.ts';
import { publicError, toTrpcError } from './error-map.ts';

const t = initTRPC.context<TrpcContext>().create({
  errorFormatter({ shape, error, ctx, input }) {
    const { message, ...data } = publicError(error, ctx?.locale ?? 'fr', input);
    return {
      code: shape.code,
      message,
      data: { ...data, requestId: ctx?.requestId ?? '' },
    };
  },
});

/** Turns the verbs' failures into answers with their HTTP status. */
const answering = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw toTrpcError(result.error);
  return result;
});

/** Open to everybody: what it needs to know of the caller is in the input. */
export const openProcedure = t.procedure
  .use(answering)
  .use(async ({ ctx, next, path, getRawInput }) => {
    ctx.seen(path, supplierIn(await getRawInput()));
    return next();
  });

/** Only for signed-in people, whether or not they belong to an organisation. */
export const personalProcedure = openProcedure.use(({ ctx, next }) => {
  if (!ctx.person) throw new DomainError('UNAUTHORIZED');
  return next({ ctx: { person: ctx.person } });
});

/** Only for members of an organisation and its API keys; the verbs' `call` is in the context. */
export const procedure = openProcedure.use(({ ctx, next }) => {
  const { actor, person, requestId, address } = ctx;
  // Who was removed finds nothing any more; a stranger is told to sign in.
  if (!actor) throw person ? notFound() : new DomainError('UNAUTHORIZED');
  return next({ ctx: { call: { actor, requestId, address } } });
});

/** For answers that are mostly lists which are kept between requests. */
export const repeating = t.middleware(async ({ ctx, next }) => {
  const result = await next();
  return result.ok && ctx.repeated ? { ...result, data: ctx.repeated.cutOut(result.data) } : result;
});

/** The supplier that an input names, before it is checked; for the log only. */
function supplierIn(input: unknown): number | null {
  if (typeof input !== 'object' || input === null || !('supplierId' in input)) return null;
  return Number.isSafeInteger(input.supplierId) ? Number(input.supplierId) : null;
}

export const { router, createCallerFactory } = t;
