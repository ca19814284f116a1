import type { Row } from '@libsql/client';
import type { Database } from '#server/db/client.ts';
import { maybeNumberIn, numberIn, textIn } from '#server/db/read.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import { DomainError } from '#server/kernel/errors.ts';
import type { Person } from './actor.ts';
import type { PlatformOverview } from './schema.ts';

const OVERVIEW = `SELECT o.id, o.name, o.created_at,
  (SELECT count(*) FROM member m WHERE m.organization_id = o.id) AS members,
  (SELECT count(*) FROM api_key k WHERE k.org_id = o.id AND k.revoked_at IS NULL
    AND (k.expires_at IS NULL OR k.expires_at > ?)) AS api_keys,
  (SELECT count(*) FROM supplier s WHERE s.org_id = o.id) AS suppliers,
  (SELECT count(*) FROM accommodation a WHERE a.org_id = o.id) AS accommodations,
  (SELECT count(*) FROM booking b WHERE b.org_id = o.id) AS bookings,
  (SELECT max(p.as_of) FROM mirror_part p WHERE p.org_id = o.id) AS last_read_at,
  (SELECT count(*) FROM mirror_part p WHERE p.org_id = o.id AND p.failed = 1) AS failed_parts,
  (SELECT count(*) FROM connection c WHERE c.org_id = o.id
    AND c.state = 'credentials_invalid') AS refused_keys,
  (SELECT count(*) FROM push_item i WHERE i.org_id = o.id
    AND i.state IN ('queued', 'sending', 'verifying', 'blocked_credentials')) AS open_items,
  (SELECT count(*) FROM job j WHERE j.org_id = o.id AND j.state = 'dead') AS dead_jobs
  FROM organization o ORDER BY o.created_at, o.id`;

/**
 * How the tenants of this installation do: names, counts and health, never their data.
 * @throws {DomainError} FORBIDDEN (no platform administrator), TWO_FACTOR_REQUIRED.
 */
export async function readOverview(
  { database }: { database: Database },
  { isPlatformAdmin, hasTwoFactor }: Person,
): Promise<PlatformOverview> {
  if (!isPlatformAdmin) throw new DomainError('FORBIDDEN');
  if (!hasTwoFactor) throw new DomainError('TWO_FACTOR_REQUIRED');
  const { rows } = await database.client.execute({ sql: OVERVIEW, args: [Date.now()] });
  return rows.map(viewOf);
}

function viewOf(row: Row): PlatformOverview[number] {
  const lastReadAt = maybeNumberIn(row, 'last_read_at');
  return {
    id: textIn(row, 'id'),
    name: textIn(row, 'name'),
    createdAt: isoInstant(numberIn(row, 'created_at')),
    members: numberIn(row, 'members'),
    apiKeys: numberIn(row, 'api_keys'),
    suppliers: numberIn(row, 'suppliers'),
    accommodations: numberIn(row, 'accommodations'),
    bookings: numberIn(row, 'bookings'),
    lastReadAt: lastReadAt === null ? null : isoInstant(lastReadAt),
    failedParts: numberIn(row, 'failed_parts'),
    refusedKeys: numberIn(row, 'refused_keys'),
    openItems: numberIn(row, 'open_items'),
    deadJobs: numberIn(row, 'dead_jobs'),
  };
}
