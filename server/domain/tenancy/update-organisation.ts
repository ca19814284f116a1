import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { allowedOrigin, organization } from '#server/db/schema/auth.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { authorise, type Call, type TenantId } from './actor.ts';
import { getOrganisation } from './get-organisation.ts';
import type { OrganisationView } from './schema.ts';

/** What may be changed; what is left out stays. */
export interface OrganisationChange {
  readonly name?: string | undefined;
  readonly allowedOrigins?: readonly string[] | undefined;
}

/**
 * Changes the caller's organisation and gives it as it is then.
 * @throws {DomainError} FORBIDDEN.
 */
export async function updateOrganisation(
  deps: { database: Database; clock: Clock },
  call: Call,
  { name, allowedOrigins }: OrganisationChange,
): Promise<OrganisationView> {
  const tenant = authorise(call, 'team:write');
  if (allowedOrigins !== undefined) authorise(call, 'keys:write');
  const { db } = deps.database;
  const before = await getOrganisation(deps, call);
  const origins = allowedOrigins && [...new Set(allowedOrigins)].sort();
  const after = { name: name ?? before.name, allowedOrigins: origins ?? before.allowedOrigins };
  const isRenamed = after.name !== before.name;
  const isListed = after.allowedOrigins.join(' ') !== before.allowedOrigins.join(' ');
  if (!isRenamed && !isListed) return before;
  const rows = after.allowedOrigins.map((origin) => ({ orgId: tenant, origin }));
  const listing: Statement[] = isListed
    ? [
        db.delete(allowedOrigin).where(eq(allowedOrigin.orgId, tenant)),
        ...(rows.length > 0 ? [db.insert(allowedOrigin).values(rows)] : []),
      ]
    : [];
  const isDone = await batchIf(deps.database, isStill(tenant, before), [
    ...(isRenamed
      ? [db.update(organization).set({ name: after.name }).where(eq(organization.id, tenant))]
      : []),
    ...listing,
    auditRecord(deps, call, {
      action: 'organisation.update',
      before: changed(before, { isRenamed, isListed }),
      after: changed(after, { isRenamed, isListed }),
    }),
  ]);
  // Somebody changed it meanwhile: judged again as it is now.
  return isDone
    ? { id: before.id, ...after }
    : updateOrganisation(deps, call, { name, allowedOrigins });
}

/** Whether the organisation is as it was read, so that nobody's change is undone unseen. */
function isStill(tenant: TenantId, { name, allowedOrigins }: OrganisationView): SQL {
  return sql`EXISTS (SELECT 1 FROM organization WHERE id = ${tenant} AND name = ${name})
    AND (SELECT coalesce(group_concat(origin, ' '), '') FROM (
      SELECT origin FROM allowed_origin WHERE org_id = ${tenant} ORDER BY origin
    )) = ${[...allowedOrigins].sort().join(' ')}`;
}

function changed(
  { name, allowedOrigins }: Pick<OrganisationView, 'name' | 'allowedOrigins'>,
  { isRenamed, isListed }: { isRenamed: boolean; isListed: boolean },
) {
  return { ...(isRenamed && { name }), ...(isListed && { allowedOrigins }) };
}
