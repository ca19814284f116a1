import type { TenantId } from './actor.ts';

/**
 * The one place that makes a tenant id, from an organisation's id that a session, an API key, a
 * job's own row or the operator has already vouched for.
 */
export function mintTenant(orgId: string): TenantId {
  return orgId as TenantId;
}
