import { eraseGuest } from '#server/domain/guests/erase-guest.ts';
import { exportGuest } from '#server/domain/guests/export-guest.ts';
import { findGuest } from '#server/domain/guests/find-guest.ts';
import {
  guestEraseInput,
  guestEraseOutput,
  guestExportOutput,
  guestFindInput,
  guestOutput,
} from '#server/domain/guests/schema.ts';
import { procedure, router } from '../init.ts';

// All of them are mutations: what they are asked would stand in the address of a query, and with it
// in the logs of every proxy on the way.
export const guestsRouter = router({
  find: procedure
    .input(guestFindInput)
    .output(guestOutput)
    .mutation(({ ctx, input }) => findGuest(ctx.app, ctx.call, input)),
  export: procedure
    .input(guestFindInput)
    .output(guestExportOutput)
    .mutation(({ ctx, input }) => exportGuest(ctx.app, ctx.call, input)),
  erase: procedure
    .input(guestEraseInput)
    .output(guestEraseOutput)
    .mutation(({ ctx, input }) => eraseGuest(ctx.app, ctx.call, input)),
});
