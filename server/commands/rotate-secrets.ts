import * as z from 'zod';
import { rotateSecrets } from '#server/domain/suppliers/rotate-secrets.ts';
import { defineCommand, operatorCall } from './command.ts';

/** Seals every secret under the first of the encryption keys. */
export const rotateSecretsCommand = defineCommand({
  name: 'secrets:rotate',
  summary: 'Seal every stored key again under the first of ENCRYPTION_KEYS, while the app runs',
  options: {},
  input: z.strictObject({}),
  async run(context) {
    const { resealed, unopened } = await rotateSecrets(context, operatorCall);
    const kid = context.vault.currentKid;
    const lines = [`${resealed} keys sealed again under ${kid}`];
    if (unopened > 0) {
      lines.push(`${unopened} keys left: none of ENCRYPTION_KEYS opens them`);
    }
    return { ok: unopened === 0, data: { kid, resealed, unopened }, lines };
  },
});
