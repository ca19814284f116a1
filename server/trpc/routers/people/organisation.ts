import * as z from 'zod/mini';
import { getOrganisation } from '#server/domain/tenancy/get-organisation.ts';
import {
  nothingInput,
  organisationOutput,
  organisationUpdateInput,
} from '#server/domain/tenancy/schema.ts';
import { updateOrganisation } from '#server/domain/tenancy/update-organisation.ts';
import { procedure, router } from '../../init.ts';

export const organisationRouter = router({
  get: procedure
    .input(z.optional(nothingInput))
    .output(organisationOutput)
    .query(({ ctx }) => getOrganisation(ctx.app, ctx.call)),
  update: procedure
    .input(organisationUpdateInput)
    .output(organisationOutput)
    .mutation(({ ctx, input }) => updateOrganisation(ctx.app, ctx.call, input)),
});
