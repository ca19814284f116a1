import { sql } from 'drizzle-orm';
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { oneOf, orgId } from '../columns.ts';

const MEMBER_ROLES = ['owner', 'manager', 'reception', 'viewer'] as const;

const timestamp = (name: string) => integer(name, { mode: 'timestamp_ms' });

/** The people who sign in. Shape required by better-auth, as are session, account, verification. */
export const user = sqliteTable('user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: integer('email_verified', { mode: 'boolean' }).notNull().default(false),
  image: text('image'),
  twoFactorEnabled: integer('two_factor_enabled', { mode: 'boolean' }).notNull().default(false),
  /** Looks after the installation: sees how tenants do, never their data. */
  platformAdmin: integer('platform_admin', { mode: 'boolean' }).notNull().default(false),
  createdAt: timestamp('created_at').notNull(),
  updatedAt: timestamp('updated_at').notNull(),
});

export const session = sqliteTable(
  'session',
  {
    id: text('id').primaryKey(),
    expiresAt: timestamp('expires_at').notNull(),
    token: text('token').notNull().unique(),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** The organisation that the person works for; the one joined first until another is chosen. */
    activeOrganizationId: text('active_organization_id'),
  },
  (t) => [index('session_user').on(t.userId)],
);

export const account = sqliteTable(
  'account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: timestamp('access_token_expires_at'),
    refreshTokenExpiresAt: timestamp('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (t) => [index('account_user').on(t.userId)],
);

export const verification = sqliteTable(
  'verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: timestamp('expires_at').notNull(),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (t) => [index('verification_identifier').on(t.identifier)],
);

/** A person's second factor; secret and codes are encrypted by better-auth. */
export const twoFactor = sqliteTable(
  'two_factor',
  {
    id: text('id').primaryKey(),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    verified: integer('verified', { mode: 'boolean' }).default(true),
    failedVerificationCount: integer('failed_verification_count').default(0),
    lockedUntil: timestamp('locked_until'),
    /** The newest code that was taken, by its number since 1970; older ones are worthless. */
    lastStep: integer('last_step'),
  },
  (t) => [index('two_factor_user').on(t.userId)],
);

/** An owner's business: owns suppliers, keys and members. */
export const organization = sqliteTable('organization', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  createdAt: timestamp('created_at').notNull(),
  /** Sealed key of the hashes by which erased bookings are known; made with the first reading of bookings. */
  erasureKeyJwe: text('erasure_key_jwe'),
  erasureKeyKid: text('erasure_key_kid'),
});

/** Who may act for an organisation. */
export const member = sqliteTable(
  'member',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    role: text('role').notNull(),
    createdAt: timestamp('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('member_once').on(t.organizationId, t.userId),
    index('member_user').on(t.userId),
    oneOf('member_role', t.role, MEMBER_ROLES),
  ],
);

/** An invitation to an organisation; of its link only the SHA-256 is stored. */
export const invitation = sqliteTable(
  'invitation',
  {
    id: text('id').primaryKey(),
    orgId: orgId().references(() => organization.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    role: text('role').notNull(),
    tokenSha256: text('token_sha256').notNull().unique(),
    invitedBy: text('invited_by').notNull(),
    createdAt: timestamp('created_at').notNull(),
    expiresAt: timestamp('expires_at').notNull(),
    acceptedAt: timestamp('accepted_at'),
    cancelledAt: timestamp('cancelled_at'),
  },
  (t) => [
    index('invitation_org').on(t.orgId),
    // One open invitation per person; a new one replaces it.
    uniqueIndex('invitation_open')
      .on(t.orgId, t.email)
      .where(sql`accepted_at IS NULL AND cancelled_at IS NULL`),
    oneOf('invitation_role', t.role, MEMBER_ROLES),
  ],
);

/** Web origins whose pages may call the API with a key of the organisation. */
export const allowedOrigin = sqliteTable(
  'allowed_origin',
  {
    orgId: orgId().references(() => organization.id, { onDelete: 'cascade' }),
    origin: text('origin').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.origin] }), index('allowed_origin_name').on(t.origin)],
);

/** Keys of other programs. Only the SHA-256 of a key is stored. */
export const apiKey = sqliteTable(
  'api_key',
  {
    id: text('id').primaryKey(),
    orgId: text('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    sha256: text('sha256').notNull().unique(),
    lastFour: text('last_four').notNull(),
    /** JSON list of what the key may do. */
    scopesJson: text('scopes_json').notNull().default('["read","rates:write","bookings:write"]'),
    /** JSON list of the suppliers it may reach; null = all of the organisation, also later ones. */
    supplierIdsJson: text('supplier_ids_json'),
    /** Who made it; null = the operator. */
    createdBy: text('created_by'),
    expiresAt: timestamp('expires_at'),
    createdAt: timestamp('created_at').notNull(),
    lastUsedAt: timestamp('last_used_at'),
    revokedAt: timestamp('revoked_at'),
  },
  (t) => [index('api_key_org').on(t.orgId)],
);

/** Points spent under a rate limit, so that limits hold across restarts and processes. */
export const rateLimit = sqliteTable(
  'rate_limit',
  {
    key: text('key').primaryKey(),
    points: integer('points').notNull(),
    /** When the window ends, epoch milliseconds; null = never. */
    expire: timestamp('expire'),
  },
  (t) => [index('rate_limit_expire').on(t.expire)],
);
