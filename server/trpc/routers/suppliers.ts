import * as z from 'zod/mini';
import { refreshSupplier } from '#server/domain/mirror/refresh-supplier.ts';
import { listSuppliers } from '#server/domain/suppliers/list-suppliers.ts';
import {
  supplierOutput,
  supplierRefreshInput,
  supplierRefreshOutput,
  suppliersListInput,
} from '#server/domain/suppliers/schema.ts';
import { procedure, router } from '../init.ts';

export const suppliersRouter = router({
  list: procedure
    .input(suppliersListInput)
    .output(z.array(supplierOutput))
    .query(({ ctx }) => listSuppliers(ctx.app, ctx.call)),
  refresh: procedure
    .input(supplierRefreshInput)
    .output(supplierRefreshOutput)
    .mutation(({ ctx, input }) => refreshSupplier(ctx.app, ctx.call, input)),
});
