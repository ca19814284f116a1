import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { onlySupplier, supplierRows } from '#server/domain/suppliers/data.ts';
import { authorise, type Call, reaches } from '#server/domain/tenancy/actor.ts';
import {
  type EpochDay,
  fromEpochDay,
  startOfDate,
  toEpochDay,
} from '#server/kernel/calendar-date.ts';
import { badRequest } from '#server/kernel/errors.ts';
import { type EntryScope, entryRows } from './data.ts';
import type { AuditEntryView, AuditFilter, AuditListInput, AuditPage } from './schema.ts';

/** Entries of one read of an export. */
const EXPORT_PAGE = 500;

/** Where days begin as long as there is no property. */
const HOME_ZONE = 'Europe/Paris';

/** No entry is older or newer. */
const [FIRST_DAY, LAST_DAY] = [toEpochDay('1970-01-02'), toEpochDay('9998-12-31')];

/**
 * A page of what was done in the caller's organisation, newest first. A key that was given some
 * suppliers sees what is about those alone.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (supplier), BAD_REQUEST (`to` before `from`).
 */
export async function listEntries(
  { database }: { database: Database },
  call: Call,
  { cursor, limit, ...filter }: AuditListInput,
): Promise<AuditPage> {
  const scope = await scopeOf(database, call, filter);
  const [rows] = await readTogether(database, [
    entryRows({ ...scope, before: cursor, limit: limit + 1 }),
  ]);
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/**
 * Everything that a filter lets through, newest first, page by page; what is refused is refused
 * before the first page is asked for.
 * @throws {DomainError} as `listEntries`.
 */
export async function listAllEntries(
  { database }: { database: Database },
  call: Call,
  filter: AuditFilter,
): Promise<AsyncGenerator<readonly AuditEntryView[], void>> {
  return pagesOf(database, await scopeOf(database, call, filter));
}

async function* pagesOf(
  database: Database,
  scope: Omit<EntryScope, 'limit'>,
): AsyncGenerator<readonly AuditEntryView[], void> {
  let before: number | undefined;
  for (;;) {
    const [page] = await readTogether(database, [
      entryRows({ ...scope, before, limit: EXPORT_PAGE }),
    ]);
    if (page.length > 0) yield page;
    if (page.length < EXPORT_PAGE) return;
    before = page.at(-1)?.id;
  }
}

async function scopeOf(
  database: Database,
  call: Call,
  filter: AuditFilter,
): Promise<Omit<EntryScope, 'limit'>> {
  const { supplierId, from, to, ...others } = filter;
  const tenant = authorise(call, 'audit:read', supplierId);
  if (from !== undefined && to !== undefined && toEpochDay(to) < toEpochDay(from))
    throw badRequest([{ path: 'to', code: 'reversed_range' }]);
  const [suppliers] = await readTogether(database, [supplierRows(tenant, supplierId)]);
  if (supplierId !== undefined) onlySupplier(suppliers);
  const { actor } = call;
  const first = suppliers.find((supplier) => reaches(actor, supplier.supplierId));
  const zone = first?.timezone ?? HOME_ZONE;
  return {
    ...others,
    ...(supplierId !== undefined && { supplierId }),
    tenant,
    since: from === undefined ? Number.MIN_SAFE_INTEGER : beginOf(toEpochDay(from), zone),
    until: to === undefined ? Number.MAX_SAFE_INTEGER : beginOf(toEpochDay(to) + 1, zone),
    reach: actor.kind === 'apiKey' ? actor.supplierIds : null,
  };
}

/** When a day begins; of those that no entry can be of, one that is near. */
function beginOf(day: EpochDay, zone: string): number {
  const near = Math.min(Math.max(day, FIRST_DAY), LAST_DAY);
  return startOfDate(fromEpochDay(near), zone);
}
