import * as z from 'zod/mini';
import { instant, uuid } from '#server/kernel/wire.ts';
import { displayName, emailAddress, newPassword } from '../auth/schema.ts';
import { CAPABILITIES, ROLES } from './permissions.ts';

export const role = z.enum(ROLES);

/** Pages that links in mails open; the link's secret stands behind `#`, where no server sees it. */
export const LINK_PAGES = { reset: '/reset', invitation: '/invitation' } as const;

/** For procedures that need to be told nothing. */
export const nothingInput = z.strictObject({});

/** What the page of a signed-in person needs to know of them. */
export const accountOutput = z.strictObject({
  id: uuid,
  name: z.string(),
  email: z.string(),
  hasTwoFactor: z.boolean(),
  isPlatformAdmin: z.boolean(),
  /** Whether this installation can send mail. */
  hasMail: z.boolean(),
  organisations: z.array(z.strictObject({ id: uuid, name: z.string(), role })),
  /** The organisation that calls act for; null when the person belongs to none. */
  activeOrganisationId: z.nullable(uuid),
  /** What the person may do there. */
  capabilities: z.array(z.enum(CAPABILITIES)),
});

export const accountUpdateInput = z.strictObject({ name: displayName });

export const sessionOutput = z.strictObject({
  id: uuid,
  createdAt: instant,
  lastUsedAt: instant,
  expiresAt: instant,
  address: z.nullable(z.string()),
  /** The browser's own words about itself. */
  userAgent: z.nullable(z.string()),
  isCurrent: z.boolean(),
});

export const endSessionInput = z.strictObject({ sessionId: uuid });

/** Every session but the one that asks. */
export const endOtherSessionsInput = z.strictObject({ others: z.literal(true) });

export const switchOrganisationInput = z.strictObject({ organisationId: uuid });

export const organisationOutput = z.strictObject({
  id: uuid,
  name: z.string(),
  /** Web origins whose pages may call the API with one of the organisation's keys. */
  allowedOrigins: z.array(z.string()),
});

/** `https://host[:port]`, or http on this machine; nothing after it. */
export const webOrigin = z.string().check(z.maxLength(300), z.refine(isWebOrigin));

export const organisationUpdateInput = z.strictObject({
  name: z.optional(displayName),
  allowedOrigins: z.optional(z.array(webOrigin).check(z.maxLength(20))),
});

export const teamOutput = z.strictObject({
  members: z.array(
    z.strictObject({
      id: uuid,
      userId: uuid,
      name: z.string(),
      email: z.string(),
      role,
      joinedAt: instant,
      hasTwoFactor: z.boolean(),
      isSelf: z.boolean(),
    }),
  ),
  /** Sent and neither accepted, cancelled nor expired. */
  invitations: z.array(
    z.strictObject({
      id: uuid,
      email: z.string(),
      role,
      invitedBy: z.string(),
      createdAt: instant,
      expiresAt: instant,
    }),
  ),
});

export const inviteInput = z.strictObject({ email: emailAddress, role });

export const inviteOutput = z.strictObject({
  invitationId: uuid,
  expiresAt: instant,
  /** To be handed over by the inviter where no mail can be sent; else null. */
  link: z.nullable(z.string()),
});

export const cancelInvitationInput = z.strictObject({ invitationId: uuid });

/** The secret of an invitation's link. */
export const invitationToken = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

export const invitationGetInput = z.strictObject({ token: invitationToken });

export const invitationOutput = z.strictObject({
  organisationName: z.string(),
  inviterName: z.string(),
  email: z.string(),
  role,
  expiresAt: instant,
  /** Whether somebody signs in with that address already: they sign in and accept. */
  hasAccount: z.boolean(),
  /** Whether that somebody is the one who asks. */
  isSignedIn: z.boolean(),
});

/** Name and password make the account of somebody new; whoever has one is signed in already. */
export const invitationAcceptInput = z.strictObject({
  token: invitationToken,
  account: z.optional(z.strictObject({ name: displayName, password: newPassword })),
});

export const invitationAcceptOutput = z.strictObject({ organisationId: uuid });

export const changeRoleInput = z.strictObject({ memberId: uuid, role });

export const removeMemberInput = z.strictObject({ memberId: uuid });

export const platformOverviewOutput = z.array(
  z.strictObject({
    id: uuid,
    name: z.string(),
    createdAt: instant,
    members: z.int(),
    apiKeys: z.int(),
    suppliers: z.int(),
    accommodations: z.int(),
    bookings: z.int(),
    /** The newest good read of any supplier; null before the first. */
    lastReadAt: z.nullable(instant),
    /** Parts of mirrors whose last read failed. */
    failedParts: z.int(),
    refusedKeys: z.int(),
    openItems: z.int(),
    deadJobs: z.int(),
  }),
);

function isWebOrigin(text: string): boolean {
  const url = URL.parse(text);
  // A host with a star is sound to a URL, but would promise what an exact comparison cannot keep.
  if (url === null || url.origin !== text || text.includes('*')) return false;
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal);
}

export type AccountView = z.infer<typeof accountOutput>;
export type SessionView = z.infer<typeof sessionOutput>;
export type OrganisationView = z.infer<typeof organisationOutput>;
export type TeamView = z.infer<typeof teamOutput>;
export type InvitationView = z.infer<typeof invitationOutput>;
export type PlatformOverview = z.infer<typeof platformOverviewOutput>;
