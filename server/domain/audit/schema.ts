import * as z from 'zod/mini';
import { calendarDate, instant, upstreamId } from '#server/kernel/wire.ts';

/** Everything that is written down, by what was done. */
export const AUDIT_ACTIONS = [
  ...([
    'rates.push',
    'rates.pushed',
    'rates.cancel',
    'rates.retry',
    'bounds.override',
    'alert.acknowledge',
    'drift.accept',
  ] as const),
  ...(['settings.update', 'organisation.update'] as const),
  ...(['connection.add', 'connection.replaceKey', 'supplier.add', 'secrets.rotate'] as const),
  ...(['apiKey.create', 'apiKey.revoke'] as const),
  ...(['member.invite', 'member.uninvite', 'member.join', 'member.role', 'member.remove'] as const),
  ...(['account.create', 'account.update', 'account.password', 'account.twoFactor'] as const),
  ...(['account.endSession', 'account.resetLink', 'account.platformAdmin'] as const),
  ...(['guest.export', 'guest.erase', 'guest.expire', 'chain.reseal'] as const),
] as const;

export const auditAction = z.enum(AUDIT_ACTIONS);

export const auditActorKind = z.enum(['user', 'apiKey', 'job', 'webhook', 'ai', 'operator']);

/**
 * Which entries: all conditions hold together. Both dates are included, and are days where the property
 * is; without a property, where the first one is that the caller reaches.
 */
const filter = {
  supplierId: z.optional(upstreamId),
  actorKind: z.optional(auditActorKind),
  actorId: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  action: z.optional(auditAction),
  from: z.optional(calendarDate),
  to: z.optional(calendarDate),
};

export const auditFilterInput = z.strictObject(filter);

export const auditListInput = z.strictObject({
  ...filter,
  cursor: z.optional(z.int().check(z.positive())),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
});

export const auditEntryOutput = z.strictObject({
  id: z.int(),
  at: instant,
  actorKind: auditActorKind,
  actorId: z.string(),
  actorName: z.string(),
  address: z.nullable(z.string()),
  requestId: z.string(),
  action: auditAction,
  supplierId: z.nullable(upstreamId),
  target: z.nullable(z.string()),
  /** Values before and after, of whatever form the action has. */
  before: z.unknown(),
  after: z.unknown(),
});

/** Newest first. */
export const auditPageOutput = z.strictObject({
  items: z.array(auditEntryOutput),
  nextCursor: z.nullable(z.int()),
});

export type AuditAction = z.infer<typeof auditAction>;
export type AuditActorKind = z.infer<typeof auditActorKind>;
export type AuditFilter = z.infer<typeof auditFilterInput>;
export type AuditListInput = z.infer<typeof auditListInput>;
export type AuditEntryView = z.infer<typeof auditEntryOutput>;
export type AuditPage = z.infer<typeof auditPageOutput>;
