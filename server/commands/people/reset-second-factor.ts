import * as z from 'zod';
import { removeSecondFactor } from '#server/domain/auth/remove-second-factor.ts';
import { emailAddress } from '#server/domain/auth/schema.ts';
import { defineCommand, operatorCall } from '../command.ts';

/** Lets somebody in again who has lost both their app and their backup codes. */
export const resetSecondFactorCommand = defineCommand({
  name: 'user:reset-second-factor',
  summary: 'Take a lost second factor away and end the sessions of that person',
  options: { email: 'address the person signs in with' },
  input: z.strictObject({ email: emailAddress }),
  async run(context, { email }) {
    const { userId } = await removeSecondFactor(context, operatorCall, email);
    const lines = [
      `${email} has no second factor any more, and is signed out everywhere`,
      'They sign in with the password alone and should set another one up at once',
    ];
    return { ok: true, data: { userId }, lines };
  },
});
