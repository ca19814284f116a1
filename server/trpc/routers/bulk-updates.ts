import { cancelBatch } from '#server/domain/batches/cancel-batch.ts';
import { getBatch, listBatches } from '#server/domain/batches/get-batch.ts';
import { retryBatch } from '#server/domain/batches/retry-batch.ts';
import { createBatch } from '#server/domain/bulk-updates/create-batch.ts';
import { planRollback } from '#server/domain/bulk-updates/plan-rollback.ts';
import { previewChanges } from '#server/domain/bulk-updates/preview-changes.ts';
import {
  createInput,
  createOutput,
  previewInput,
  previewOutput,
  rollbackInput,
  rollbackOutput,
} from '#server/domain/bulk-updates/schema.ts';
import {
  batchCancelInput,
  batchGetInput,
  batchListInput,
  batchListOutput,
  batchOutput,
  batchRetryInput,
  batchSummaryOutput,
} from '#server/domain/pushes/schema.ts';
import { fieldText } from '../error-text.ts';
import { procedure, router } from '../init.ts';
import { quick } from '../quick-output.ts';

export const bulkUpdatesRouter = router({
  preview: procedure
    .input(previewInput)
    .output(quick(previewOutput))
    .mutation(async ({ ctx, input }) => {
      const { violations, ...preview } = await previewChanges(ctx.app, ctx.call, input);
      return {
        ...preview,
        violations: violations.map((field) => ({
          path: field.path,
          code: field.code,
          message: fieldText(field, ctx.locale),
        })),
      };
    }),
  create: procedure
    .input(createInput)
    .output(createOutput)
    .mutation(({ ctx, input }) => createBatch(ctx.app, ctx.call, 'bulkUpdates.create', input)),
  get: procedure
    .input(batchGetInput)
    .output(quick(batchOutput))
    .query(({ ctx, input }) => getBatch(ctx.app, ctx.call, input)),
  list: procedure
    .input(batchListInput)
    .output(batchListOutput)
    .query(({ ctx, input }) => listBatches(ctx.app, ctx.call, input)),
  cancel: procedure
    .input(batchCancelInput)
    .output(batchSummaryOutput)
    .mutation(({ ctx, input }) => cancelBatch(ctx.app, ctx.call, input)),
  retry: procedure
    .input(batchRetryInput)
    .output(batchSummaryOutput)
    .mutation(({ ctx, input }) => retryBatch(ctx.app, ctx.call, input)),
  rollback: procedure
    .input(rollbackInput)
    .output(rollbackOutput)
    .query(({ ctx, input }) => planRollback(ctx.app, ctx.call, input)),
});
