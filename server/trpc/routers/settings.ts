import { getSettings } from '#server/domain/settings/get-settings.ts';
import {
  settingsGetInput,
  settingsOutput,
  settingsUpdateInput,
} from '#server/domain/settings/schema.ts';
import { updateSettings } from '#server/domain/settings/update-settings.ts';
import { procedure, router } from '../init.ts';

export const settingsRouter = router({
  get: procedure
    .input(settingsGetInput)
    .output(settingsOutput)
    .query(({ ctx, input }) => getSettings(ctx.app, ctx.call, input)),
  update: procedure
    .input(settingsUpdateInput)
    .output(settingsOutput)
    .mutation(({ ctx, input }) => updateSettings(ctx.app, ctx.call, input)),
});
