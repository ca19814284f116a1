import * as z from 'zod';
import { changePlatformAdmin } from '#server/domain/accounts/change-platform-admin.ts';
import { emailAddress } from '#server/domain/auth/schema.ts';
import { defineCommand, operatorCall } from '../command.ts';

/** Makes a person a platform administrator, or no longer one. */
export const platformAdminCommand = defineCommand({
  name: 'user:platform-admin',
  summary: 'Let a person see how the tenants of this installation do (never their data)',
  options: {
    email: 'address the person signs in with',
    remove: 'take it away again',
  },
  flags: ['remove'],
  input: z.strictObject({ email: emailAddress, remove: z.optional(z.literal('true')) }),
  async run(context, { email, remove }) {
    const isAdmin = remove === undefined;
    const { userId, hasTwoFactor } = await changePlatformAdmin(context, operatorCall, {
      email,
      isAdmin,
    });
    const what = isAdmin ? 'is a platform administrator' : 'is no platform administrator';
    const next =
      isAdmin && !hasTwoFactor ? ['Two-factor authentication must be turned on first'] : [];
    return {
      ok: true,
      data: { userId, isAdmin, hasTwoFactor },
      lines: [`${email} ${what}`, ...next],
    };
  },
});
