import * as z from 'zod';
import { recordAboutPerson } from '#server/domain/accounts/record-personal.ts';
import { createResetLink } from '#server/domain/accounts/send-reset-link.ts';
import { emailAddress } from '#server/domain/auth/schema.ts';
import { DomainError } from '#server/kernel/errors.ts';
import { defineCommand, operatorCall } from '../command.ts';

/** Prints a link for somebody who has lost their password, where no mail can be sent. */
export const resetLinkCommand = defineCommand({
  name: 'user:reset-link',
  summary: 'Print a link by which a person chooses a new password: once, within an hour',
  options: { email: 'address the person signs in with' },
  input: z.strictObject({ email: emailAddress }),
  async run(context, { email }) {
    const { internalAdapter } = await context.auth.$context;
    const { database, env } = context;
    const deps = { database, links: internalAdapter, appUrl: env.APP_URL };
    const made = await createResetLink(deps, email);
    if (made === null) {
      throw new DomainError('NOT_FOUND', { reason: 'Nobody signs in with this address' });
    }
    const { userId, link } = made;
    const fact = { action: 'account.resetLink' } as const;
    await database.batch(await recordAboutPerson(context, userId, operatorCall, fact));
    const lines = ['Works once, for an hour. Whoever has it can sign in as this person:', link];
    return { ok: true, data: { userId, link }, lines };
  },
});
