import { acceptInvitation } from '#server/domain/invitations/accept-invitation.ts';
import { getInvitation } from '#server/domain/invitations/get-invitation.ts';
import {
  invitationAcceptInput,
  invitationAcceptOutput,
  invitationGetInput,
  invitationOutput,
} from '#server/domain/tenancy/schema.ts';
import { openProcedure, router } from '../../init.ts';

// Both are mutations: the secret of a link belongs into a body, not into an address.
export const invitationsRouter = router({
  get: openProcedure
    .input(invitationGetInput)
    .output(invitationOutput)
    .mutation(({ ctx, input }) => getInvitation(ctx.app, ctx, input)),
  accept: openProcedure
    .input(invitationAcceptInput)
    .output(invitationAcceptOutput)
    .mutation(({ ctx, input }) => acceptInvitation(ctx.app, ctx, input)),
});
