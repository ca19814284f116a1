import type { Database, Statement } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import type { AuditAction } from '#server/domain/audit/schema.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import { type Clock, isoInstant } from '#server/kernel/clock.ts';
import { notFound } from '#server/kernel/errors.ts';
import { organisationName, wholeBookings } from './data.ts';
import { findBookings, type GuestDeps } from './find-guest.ts';
import type { BookingKey } from './guest-writes.ts';
import type { GuestExport, GuestInput } from './schema.ts';

/**
 * Everything that is held of a guest. What was handed out is written down by the ids of the bookings.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (nothing is held), BAD_REQUEST (no telephone number).
 */
export async function exportGuest(
  deps: GuestDeps,
  call: Call,
  { guest }: { guest: GuestInput },
): Promise<GuestExport> {
  const { database, clock } = deps;
  const tenant = authorise(call, 'guests:write');
  const { matchedBy, keys } = await findBookings(database, tenant, guest);
  if (keys.length === 0) throw notFound();
  const [organisation, bookings] = await readTogether(database, [
    organisationName(tenant),
    wholeBookings(tenant, keys),
  ]);
  await database.batch(
    guestRecords(deps, call, 'guest.export', keys, (ids) => ({ matchedBy, bookingIds: ids(keys) })),
  );
  return { exportedAt: isoInstant(clock.now()), organisation, matchedBy, bookings };
}

/** One record for each supplier of some bookings; `after` tells its ids of any of them. */
export function guestRecords(
  deps: { readonly database: Database; readonly clock: Clock },
  call: Call,
  action: AuditAction,
  keys: readonly BookingKey[],
  after: (idsOf: (some: readonly BookingKey[]) => number[]) => unknown,
): Statement[] {
  const suppliers = [...new Set(keys.map(({ supplierId }) => supplierId))];
  return suppliers.map((supplierId) => {
    const idsOf = (some: readonly BookingKey[]) =>
      some.filter((key) => key.supplierId === supplierId).map(({ bookingId }) => bookingId);
    const [first, ...others] = idsOf(keys);
    const target = others.length === 0 ? { target: `booking:${first}` } : {};
    return auditRecord(deps, call, { action, supplierId, ...target, after: after(idsOf) });
  });
}
