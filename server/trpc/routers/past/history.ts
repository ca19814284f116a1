import { getPastCalendar } from '#server/domain/history/get-past-calendar.ts';
import { listChanges } from '#server/domain/history/list-changes.ts';
import { asOfInput, asOfOutput, cellInput, cellOutput } from '#server/domain/history/schema.ts';
import { procedure, router } from '../../init.ts';
import { quick } from '../../quick-output.ts';

export const historyRouter = router({
  cell: procedure
    .input(cellInput)
    .output(cellOutput)
    .query(({ ctx, input }) => listChanges(ctx.app, ctx.call, input)),
  asOf: procedure
    .input(asOfInput)
    .output(quick(asOfOutput))
    .query(({ ctx, input }) => getPastCalendar(ctx.app, ctx.call, input)),
});
