import { listEntries } from '#server/domain/audit/list-entries.ts';
import { auditListInput, auditPageOutput } from '#server/domain/audit/schema.ts';
import { procedure, router } from '../init.ts';

export const auditRouter = router({
  list: procedure
    .input(auditListInput)
    .output(auditPageOutput)
    .query(({ ctx, input }) => listEntries(ctx.app, ctx.call, input)),
});
