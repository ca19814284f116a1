import { acceptDrift } from '#server/domain/drift/accept-drift.ts';
import { listDrift } from '#server/domain/drift/list-drift.ts';
import {
  driftAcceptInput,
  driftAcceptOutput,
  driftListInput,
  driftListOutput,
} from '#server/domain/drift/schema.ts';
import { procedure, router } from '../../init.ts';

export const driftRouter = router({
  list: procedure
    .input(driftListInput)
    .output(driftListOutput)
    .query(({ ctx, input }) => listDrift(ctx.app, ctx.call, input)),
  accept: procedure
    .input(driftAcceptInput)
    .output(driftAcceptOutput)
    .mutation(({ ctx, input }) => acceptDrift(ctx.app, ctx.call, input)),
});
