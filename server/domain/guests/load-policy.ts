import { createHmac, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import type { KeyVault } from '#server/domain/suppliers/ports.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { retentionMonths, sealedErasureKey } from './data.ts';
import { keptFrom } from './rules.ts';

/** What decides whether a booking of a supplier is stored with its guest. */
export interface GuestPolicy {
  /** What an erased booking is known by. */
  readonly hashOf: (bookingId: number) => string;
  /** Bookings whose last departure is before this day are stored without their guest. */
  readonly keptFrom: EpochDay;
}

interface Deps {
  readonly database: Database;
  readonly vault: KeyVault;
}

/**
 * The policy for the bookings of a supplier. Rejects where the organisation's key cannot be opened:
 * better no booking than one with a guest who was erased.
 */
export async function loadGuestPolicy(
  deps: Deps,
  tenant: TenantId,
  supplierId: number,
  today: EpochDay,
): Promise<GuestPolicy> {
  const hash = await loadBookingHash(deps, tenant);
  const [months] = await readTogether(deps.database, [retentionMonths(tenant, supplierId)]);
  return {
    hashOf: (bookingId) => hash({ supplierId, bookingId }),
    keptFrom: keptFrom(today, months),
  };
}

/**
 * The keyed hash by which an organisation's erased bookings are known. Its key is made by the first
 * who asks, a refresh or an erasure: a key that came with the first erasure would be missing in a
 * refresh that had begun before.
 */
export async function loadBookingHash(
  deps: Deps,
  tenant: TenantId,
): Promise<(booking: { supplierId: number; bookingId: number }) => string> {
  const key = await loadErasureKey(deps, tenant);
  return ({ supplierId, bookingId }) =>
    createHmac('sha256', key).update(`${supplierId}:${bookingId}`).digest('hex');
}

async function loadErasureKey({ database, vault }: Deps, tenant: TenantId): Promise<Buffer> {
  const place = { tenant, purpose: 'erasure-key' } as const;
  const [jwe] = await readTogether(database, [sealedErasureKey(tenant)]);
  if (jwe !== null) return Buffer.from(await vault.open(place, jwe), 'base64url');
  const made = await vault.seal(place, randomBytes(32).toString('base64url'));
  await database.batch([
    database.db.run(sql`UPDATE organization
      SET erasure_key_jwe = ${made.jwe}, erasure_key_kid = ${made.kid}
      WHERE id = ${tenant} AND erasure_key_jwe IS NULL`),
  ]);
  // Another one may have been faster: the stored key is the one that counts.
  const [stored] = await readTogether(database, [sealedErasureKey(tenant)]);
  if (stored === null) throw new Error('The organisation of an erasure key is gone');
  return Buffer.from(await vault.open(place, stored), 'base64url');
}
