import * as z from 'zod/mini';
import { endOtherSessions, endSession } from '#server/domain/accounts/end-sessions.ts';
import { getAccount } from '#server/domain/accounts/get-account.ts';
import { listSessions } from '#server/domain/accounts/list-sessions.ts';
import { switchOrganisation } from '#server/domain/accounts/switch-organisation.ts';
import { updateAccount } from '#server/domain/accounts/update-account.ts';
import {
  accountOutput,
  accountUpdateInput,
  endOtherSessionsInput,
  endSessionInput,
  nothingInput,
  sessionOutput,
  switchOrganisationInput,
} from '#server/domain/tenancy/schema.ts';
import { personalProcedure, router } from '../../init.ts';

const done = z.void();

export const accountRouter = router({
  get: personalProcedure
    .input(z.optional(nothingInput))
    .output(accountOutput)
    .query(({ ctx }) => getAccount(ctx.app, ctx)),
  update: personalProcedure
    .input(accountUpdateInput)
    .output(done)
    .mutation(({ ctx, input }) => updateAccount(ctx.app, ctx, input)),
  sessions: personalProcedure
    .input(z.optional(nothingInput))
    .output(z.array(sessionOutput))
    .query(({ ctx }) => listSessions(ctx.app, ctx.person)),
  endSession: personalProcedure
    .input(endSessionInput)
    .output(done)
    .mutation(({ ctx, input }) => endSession(ctx.app, ctx, input)),
  endOtherSessions: personalProcedure
    .input(endOtherSessionsInput)
    .output(done)
    .mutation(({ ctx }) => endOtherSessions(ctx.app, ctx)),
  switchOrganisation: personalProcedure
    .input(switchOrganisationInput)
    .output(done)
    .mutation(({ ctx, input }) => switchOrganisation(ctx.app, ctx.person, input)),
});
