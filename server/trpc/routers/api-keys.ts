import * as z from 'zod/mini';
import { createApiKey } from '#server/domain/api-keys/create-api-key.ts';
import { listApiKeys } from '#server/domain/api-keys/list-api-keys.ts';
import { revokeApiKey } from '#server/domain/api-keys/revoke-api-key.ts';
import {
  apiKeyOutput,
  apiKeysListInput,
  createApiKeyInput,
  createdApiKeyOutput,
  revokeApiKeyInput,
} from '#server/domain/auth/schema.ts';
import { procedure, router } from '../init.ts';

export const apiKeysRouter = router({
  list: procedure
    .input(apiKeysListInput)
    .output(z.array(apiKeyOutput))
    .query(({ ctx }) => listApiKeys(ctx.app, ctx.call)),
  create: procedure
    .input(createApiKeyInput)
    .output(createdApiKeyOutput)
    .mutation(({ ctx, input }) => createApiKey(ctx.app, ctx.call, input)),
  revoke: procedure
    .input(revokeApiKeyInput)
    .output(z.void())
    .mutation(({ ctx, input }) => revokeApiKey(ctx.app, ctx.call, input)),
});
