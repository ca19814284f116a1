import type { AlertView } from '#server/domain/alerts/schema.ts';
import type { Capability } from '#server/domain/tenancy/permissions.ts';

/** A page, and what is to be seen there. */
export interface AlertPlace {
  readonly to: 'sending' | 'connections';
  readonly href: string;
}

/** Where the thing stands that an alert is about; null = no page, or none for this person. */
export function placeOf(
  { kind, supplierId, refId }: Pick<AlertView, 'kind' | 'supplierId' | 'refId'>,
  may: readonly Capability[],
): AlertPlace | null {
  if (supplierId === null) return null;
  const base = `/s/${supplierId}`;
  const isSending = kind === 'push_refused' || kind === 'batch_not_ended';
  if (isSending && refId !== null)
    return { to: 'sending', href: `${base}/sendings?sending=${encodeURIComponent(refId)}` };
  if (kind === 'key_refused' && may.includes('connections:write'))
    return { to: 'connections', href: `${base}/settings/connections` };
  return null;
}
