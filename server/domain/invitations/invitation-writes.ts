import { type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';

/** The invitations to an address, or those that somebody sent. */
export type WhichInvitations = { readonly email: string } | { readonly invitedBy: string };

/** How open invitations end, each with an entry of its own. */
export interface InvitationsEnd {
  /** That they are still the ones that the entries tell of; for the guard of the batch. */
  readonly isSame: SQL;
  readonly statements: readonly Statement[];
}

/** Ends those invitations of the caller's organisation that were neither accepted nor cancelled. */
export async function invitationsEnd(
  deps: { database: Database; clock: Clock },
  call: Call,
  which: WhichInvitations,
): Promise<InvitationsEnd> {
  const { db } = deps.database;
  const { tenant } = call.actor;
  const by = 'email' in which ? sql`email = ${which.email}` : sql`invited_by = ${which.invitedBy}`;
  const open = sql`FROM invitation WHERE org_id = ${tenant} AND ${by}
    AND accepted_at IS NULL AND cancelled_at IS NULL`;
  const found = await db.all<{ id: string }>(sql`SELECT id ${open} ORDER BY id`);
  const ids = found.map(({ id }) => id);
  const isSame = sql`(SELECT coalesce(group_concat(id, ' '), '')
    FROM (SELECT id ${open} ORDER BY id)) = ${ids.join(' ')}`;
  if (ids.length === 0) return { isSame, statements: [] };
  return {
    isSame,
    statements: [
      db.run(sql`UPDATE invitation SET cancelled_at = ${deps.clock.now()}
        WHERE id IN (SELECT id ${open})`),
      ...ids.map((id) =>
        auditRecord(deps, call, { action: 'member.uninvite', target: `invitation:${id}` }),
      ),
    ],
  };
}
