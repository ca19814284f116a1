import { initTRPC } from '@trpc/server';
import { DomainError } from '#server/kernel/errors.ts';
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

/** Only for signed-in people and API keys; the verbs' `call` is in the context. */
export const procedure = t.procedure
  .use(answering)
  .use(async ({ ctx, next, path, getRawInput }) => {
    ctx.seen(path, supplierIn(await getRawInput()));
    if (!ctx.actor) throw new DomainError('UNAUTHORIZED');
    return next({ ctx: { call: { actor: ctx.actor, requestId: ctx.requestId } } });
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
