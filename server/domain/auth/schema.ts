import * as z from 'zod/mini';
import { MIN_PASSWORD_LENGTH } from './password-rule.ts';

const label = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));

/** A name a person gives to something. */
export const displayName = label;

export const createUserInput = z.strictObject({
  email: z.email().check(z.toLowerCase(), z.maxLength(320)),
  name: label,
  /** Name of the new organisation; the person's own name when left out. */
  organisation: z.optional(label),
  password: z.string().check(z.minLength(MIN_PASSWORD_LENGTH), z.maxLength(128)),
});

export const createApiKeyInput = z.strictObject({ name: label });

export type CreateUserInput = z.input<typeof createUserInput>;
export type CreateApiKeyInput = z.input<typeof createApiKeyInput>;
