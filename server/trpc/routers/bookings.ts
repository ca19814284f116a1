import { listBookings } from '#server/domain/bookings/list-bookings.ts';
import { bookingsListInput, bookingsPageOutput } from '#server/domain/bookings/schema.ts';
import { procedure, router } from '../init.ts';

export const bookingsRouter = router({
  list: procedure
    .input(bookingsListInput)
    .output(bookingsPageOutput)
    .query(({ ctx, input }) => listBookings(ctx.app, ctx.call, input)),
});
