import { listChanges } from '#server/domain/history/list-changes.ts';
import { cellInput, cellOutput } from '#server/domain/history/schema.ts';
import { procedure, router } from '../init.ts';

export const historyRouter = router({
  cell: procedure
    .input(cellInput)
    .output(cellOutput)
    .query(({ ctx, input }) => listChanges(ctx.app, ctx.call, input)),
});
