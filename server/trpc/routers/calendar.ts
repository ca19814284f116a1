import { getCalendar } from '#server/domain/calendars/get-calendar.ts';
import { calendarGetInput, calendarOutput } from '#server/domain/calendars/schema.ts';
import { refreshIfStale } from '#server/domain/mirror/refresh-if-stale.ts';
import { procedure, repeating, router } from '../init.ts';
import { quick } from '../quick-output.ts';

export const calendarRouter = router({
  get: procedure
    .use(repeating)
    .input(calendarGetInput)
    .output(quick(calendarOutput))
    .query(async ({ ctx, input }) => {
      const calendar = await getCalendar(ctx.app, ctx.call, input);
      if (calendar.stale)
        // The reader has its answer; the refresh must not hold it up or fail it.
        refreshIfStale(ctx.app, ctx.call, input.supplierId).catch((error: unknown) =>
          ctx.app.logger.error({ err: error, requestId: ctx.requestId }, 'stale refresh failed'),
        );
      return calendar;
    }),
});
