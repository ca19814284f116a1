import * as z from 'zod/mini';
import { createOutput, ratesSetInput } from '#server/domain/bulk-updates/schema.ts';
import { listRateTypes } from '#server/domain/rate-types/list-rate-types.ts';
import { rateTypesListInput, rateTypeWithLinksOutput } from '#server/domain/rate-types/schema.ts';
import { getRateDetails } from '#server/domain/rates/get-rate-details.ts';
import { getRates } from '#server/domain/rates/get-rates.ts';
import {
  rateDetailsInput,
  rateDetailsOutput,
  ratesGetInput,
  ratesOutput,
} from '#server/domain/rates/schema.ts';
import { setRates } from '#server/domain/rates/set-rates.ts';
import { procedure, router } from '../init.ts';

export const ratesRouter = router({
  get: procedure
    .input(ratesGetInput)
    .output(ratesOutput)
    .query(({ ctx, input }) => getRates(ctx.app, ctx.call, input)),
  details: procedure
    .input(rateDetailsInput)
    .output(rateDetailsOutput)
    .query(({ ctx, input }) => getRateDetails(ctx.app, ctx.call, input)),
  set: procedure
    .input(ratesSetInput)
    .output(createOutput)
    .mutation(({ ctx, input }) => setRates(ctx.app, ctx.call, input)),
});

export const rateTypesRouter = router({
  list: procedure
    .input(rateTypesListInput)
    .output(z.array(rateTypeWithLinksOutput))
    .query(({ ctx, input }) => listRateTypes(ctx.app, ctx.call, input)),
});
