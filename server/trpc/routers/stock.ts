import { createOutput } from '#server/domain/bulk-updates/schema.ts';
import { getStock } from '#server/domain/stock/get-stock.ts';
import { stockGetInput, stockOutput, stockSetInput } from '#server/domain/stock/schema.ts';
import { setStock } from '#server/domain/stock/set-stock.ts';
import { procedure, router } from '../init.ts';

export const stockRouter = router({
  get: procedure
    .input(stockGetInput)
    .output(stockOutput)
    .query(({ ctx, input }) => getStock(ctx.app, ctx.call, input)),
  set: procedure
    .input(stockSetInput)
    .output(createOutput)
    .mutation(({ ctx, input }) => setStock(ctx.app, ctx.call, input)),
});
