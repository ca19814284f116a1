import * as z from 'zod/mini';
import { instant, upstreamId, uuid } from '#server/kernel/wire.ts';

/** What can be wrong for a tenant. */
export const alertKind = z.enum(['job_dead', 'push_refused', 'key_refused', 'batch_not_ended']);

/**
 * Something to look at. Of one kind and property one is open at a time: it is raised again, `count`
 * times so far. `refId` is the job or batch that it last was about.
 */
export const alertOutput = z.strictObject({
  id: uuid,
  kind: alertKind,
  severity: z.enum(['high', 'normal']),
  supplierId: z.nullable(upstreamId),
  refId: z.nullable(z.string()),
  count: z.int(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  acknowledged: z.nullable(z.strictObject({ at: instant, name: z.string() })),
});

export const alertsListInput = z.strictObject({
  /** Also those that somebody has seen to. */
  all: z._default(z.boolean(), false),
  cursor: z.optional(uuid),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
});

export const alertsPageOutput = z.strictObject({
  items: z.array(alertOutput),
  nextCursor: z.nullable(uuid),
});

export const alertsAcknowledgeInput = z.strictObject({ alertId: uuid });

export type AlertView = z.infer<typeof alertOutput>;
export type AlertsListInput = z.infer<typeof alertsListInput>;
