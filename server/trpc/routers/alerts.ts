import { acknowledgeAlert } from '#server/domain/alerts/acknowledge-alert.ts';
import { listAlerts } from '#server/domain/alerts/list-alerts.ts';
import {
  alertOutput,
  alertsAcknowledgeInput,
  alertsListInput,
  alertsPageOutput,
} from '#server/domain/alerts/schema.ts';
import { procedure, router } from '../init.ts';

export const alertsRouter = router({
  list: procedure
    .input(alertsListInput)
    .output(alertsPageOutput)
    .query(({ ctx, input }) => listAlerts(ctx.app, ctx.call, input)),
  acknowledge: procedure
    .input(alertsAcknowledgeInput)
    .output(alertOutput)
    .mutation(({ ctx, input }) => acknowledgeAlert(ctx.app, ctx.call, input)),
});
