import * as z from 'zod/mini';
import { addConnection, addSuppliers } from '#server/domain/suppliers/add-suppliers.ts';
import { listConnections } from '#server/domain/suppliers/list-connections.ts';
import { probeConnection } from '#server/domain/suppliers/probe-connection.ts';
import { replaceKey } from '#server/domain/suppliers/replace-key.ts';
import {
  connectionAddInput,
  connectionAddOutput,
  connectionAddSuppliersInput,
  connectionOutput,
  connectionProbeInput,
  connectionProbeOutput,
  connectionReplaceKeyInput,
  connectionsListInput,
} from '#server/domain/suppliers/schema.ts';
import { procedure, router } from '../init.ts';

export const connectionsRouter = router({
  list: procedure
    .input(connectionsListInput)
    .output(z.array(connectionOutput))
    .query(({ ctx }) => listConnections(ctx.app, ctx.call)),
  // A mutation, since a key belongs into no address; it changes nothing.
  probe: procedure
    .input(connectionProbeInput)
    .output(connectionProbeOutput)
    .mutation(({ ctx, input }) => probeConnection(ctx.app, ctx.call, input)),
  add: procedure
    .input(connectionAddInput)
    .output(connectionAddOutput)
    .mutation(({ ctx, input }) => addConnection(ctx.app, ctx.call, input)),
  addSuppliers: procedure
    .input(connectionAddSuppliersInput)
    .output(connectionAddOutput)
    .mutation(({ ctx, input }) => addSuppliers(ctx.app, ctx.call, input)),
  replaceKey: procedure
    .input(connectionReplaceKeyInput)
    .output(connectionProbeOutput)
    .mutation(({ ctx, input }) => replaceKey(ctx.app, ctx.call, input)),
});
