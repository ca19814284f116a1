import * as z from 'zod/mini';
import { readOverview } from '#server/domain/tenancy/read-overview.ts';
import { nothingInput, platformOverviewOutput } from '#server/domain/tenancy/schema.ts';
import { personalProcedure, router } from '../../init.ts';

export const platformRouter = router({
  overview: personalProcedure
    .input(z.optional(nothingInput))
    .output(platformOverviewOutput)
    .query(({ ctx }) => readOverview(ctx.app, ctx.person)),
});
