import * as z from 'zod/mini';
import { instant, rule, upstreamId, uuid } from '#server/kernel/wire.ts';
import { SCOPES } from '../tenancy/permissions.ts';
import { MIN_PASSWORD_LENGTH } from './password-rule.ts';

/** A name a person gives to something. */
export const displayName = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(200), rule(isReadable, 'invalid_value'));

export const emailAddress = z.email().check(z.toLowerCase(), z.maxLength(320));

export const newPassword = z.string().check(z.minLength(MIN_PASSWORD_LENGTH), z.maxLength(128));

/** A password or a code as somebody types it, right or wrong. */
const typed = z.string().check(z.minLength(1), z.maxLength(128));

const typedAddress = z.string().check(z.trim(), z.toLowerCase(), z.maxLength(320), z.email());

const typedPassword = z.strictObject({ password: typed });

/** Said by those who send it, and decided here: what it says counts for nothing. */
const ignored = z.optional(z.unknown());

const typedCode = z.strictObject({ code: typed, trustDevice: ignored });

type AuthInput = z.ZodMiniType<Readonly<Record<string, unknown>>>;

/** What may be sent to the sign-in service, by its path. */
export const AUTH_INPUTS: ReadonlyMap<string, AuthInput> = new Map<string, AuthInput>([
  [
    '/sign-in/email',
    z.strictObject({
      ...{ email: typedAddress, password: typed },
      ...{ rememberMe: z.optional(z.boolean()), callbackURL: ignored },
    }),
  ],
  [
    '/change-password',
    z.strictObject({ currentPassword: typed, newPassword, revokeOtherSessions: ignored }),
  ],
  ['/request-password-reset', z.strictObject({ email: typedAddress, redirectTo: ignored })],
  ['/reset-password', z.strictObject({ token: typed, newPassword })],
  [
    '/two-factor/enable',
    z.strictObject({ password: typed, method: z.optional(z.literal('totp')) }),
  ],
  ['/two-factor/disable', typedPassword],
  ['/two-factor/generate-backup-codes', typedPassword],
  ['/two-factor/verify-totp', typedCode],
  ['/two-factor/verify-backup-code', typedCode],
]);

export const createUserInput = z.strictObject({
  email: emailAddress,
  name: displayName,
  /** Name of the new organisation; the person's own name when left out. */
  organisation: z.optional(displayName),
  password: newPassword,
});

export const apiKeyScope = z.enum(SCOPES);

export const createApiKeyInput = z.strictObject({
  name: displayName,
  scopes: z.array(apiKeyScope).check(z.minLength(1), z.maxLength(SCOPES.length)),
  /** The suppliers it may reach; null = all of the organisation, also later ones. */
  supplierIds: z.nullable(z.array(upstreamId).check(z.minLength(1), z.maxLength(100))),
  /** Days from now until it ends; null = it does not end. */
  expiresInDays: z.nullable(z.int().check(z.minimum(1), z.maximum(3650))),
});

export const createdApiKeyOutput = z.strictObject({
  id: uuid,
  name: z.string(),
  /** The key itself: shown once, never stored. */
  key: z.string(),
});

export const apiKeyOutput = z.strictObject({
  id: uuid,
  name: z.string(),
  lastFour: z.string(),
  scopes: z.array(apiKeyScope),
  supplierIds: z.nullable(z.array(upstreamId)),
  createdAt: instant,
  /** Known to the minute. */
  lastUsedAt: z.nullable(instant),
  expiresAt: z.nullable(instant),
  revokedAt: z.nullable(instant),
});

export const apiKeysListInput = z.optional(z.strictObject({}));

export const revokeApiKeyInput = z.strictObject({ keyId: uuid });

/**
 * Something is to be seen, nothing turns the text around it, and nothing ends it early where it is
 * stored or is half a letter; that it is there at all is asked before.
 */
function isReadable(text: string): boolean {
  if (text === '') return true;
  return /[\p{L}\p{N}\p{S}]/u.test(text) && !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(text);
}

export type CreateUserInput = z.input<typeof createUserInput>;
export type CreateApiKeyInput = z.input<typeof createApiKeyInput>;
export type CreatedApiKey = z.infer<typeof createdApiKeyOutput>;
export type ApiKeyView = z.infer<typeof apiKeyOutput>;
