import * as z from 'zod/mini';
import { cancelInvitation } from '#server/domain/invitations/cancel-invitation.ts';
import { inviteMember } from '#server/domain/invitations/invite-member.ts';
import { changeRole } from '#server/domain/tenancy/change-role.ts';
import { listTeam } from '#server/domain/tenancy/list-team.ts';
import { removeMember } from '#server/domain/tenancy/remove-member.ts';
import {
  cancelInvitationInput,
  changeRoleInput,
  inviteInput,
  inviteOutput,
  nothingInput,
  removeMemberInput,
  teamOutput,
} from '#server/domain/tenancy/schema.ts';
import { procedure, router } from '../../init.ts';

const done = z.void();

export const teamRouter = router({
  list: procedure
    .input(z.optional(nothingInput))
    .output(teamOutput)
    .query(({ ctx }) => listTeam(ctx.app, ctx.call)),
  invite: procedure
    .input(inviteInput)
    .output(inviteOutput)
    .mutation(({ ctx, input }) =>
      inviteMember(ctx.app, ctx.call, { ...input, locale: ctx.locale }),
    ),
  cancelInvitation: procedure
    .input(cancelInvitationInput)
    .output(done)
    .mutation(({ ctx, input }) => cancelInvitation(ctx.app, ctx.call, input)),
  changeRole: procedure
    .input(changeRoleInput)
    .output(done)
    .mutation(({ ctx, input }) => changeRole(ctx.app, ctx.call, input)),
  remove: procedure
    .input(removeMemberInput)
    .output(done)
    .mutation(({ ctx, input }) => removeMember(ctx.app, ctx.call, input)),
});
