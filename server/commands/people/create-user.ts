import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { createUser } from '#server/domain/auth/create-user.ts';
import { createUserInput } from '#server/domain/auth/schema.ts';
import { defineCommand } from '../command.ts';

const { email, name, organisation, password } = createUserInput.shape;

/** Makes a person with an organisation; without a password it makes one and shows it once. */
export const createUserCommand = defineCommand({
  name: 'user:create',
  summary: 'Make a person who can sign in, with an organisation of their own',
  options: {
    email: 'address to sign in with',
    name: 'name of the person',
    organisation: 'name of the organisation (default: the name of the person)',
    password: 'password; - reads it from standard input; without it one is made and shown once',
  },
  secret: { field: 'password', optional: true },
  input: z.strictObject({ email, name, organisation, password: z.optional(password) }),
  async run(context, input) {
    const generated = input.password === undefined ? randomBytes(15).toString('base64url') : null;
    const created = await createUser(context, {
      email: input.email,
      name: input.name,
      ...(input.organisation === undefined ? {} : { organisation: input.organisation }),
      password: input.password ?? generated ?? '',
    });
    const data = { ...created, email: input.email };
    const signIn = `${input.email} can sign in at ${context.env.APP_URL}/sign-in`;
    if (generated === null) return { ok: true, data, lines: [signIn] };
    const lines = [signIn, `Password (shown this once): ${generated}`];
    return { ok: true, data: { ...data, password: generated }, lines };
  },
});
