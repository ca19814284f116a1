import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Database, Statement } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { pushBatch, pushItem } from '#server/db/schema/index.ts';
import { type Cell, packCells } from '#server/domain/pushes/cells.ts';
import { batchByKey } from '#server/domain/pushes/data.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest, DomainError } from '#server/kernel/errors.ts';
import { newId } from '#server/kernel/ids.ts';
import { loadPlanGround, type PlanGround } from './load-plan.ts';
import { type PlannedRow, planChanges } from './plan.ts';
import { previewPlan } from './preview.ts';
import type { Aspect, Change } from './schema.ts';

export interface CreateInput {
  readonly supplierId: number;
  readonly idempotencyKey: string;
  readonly changes: readonly Change[];
  readonly basedOn?: string | undefined;
}

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: JobQueue;
}

interface NewItem {
  readonly accommodationId: number;
  readonly aspect: Aspect;
  readonly cells: Cell[];
}

/**
 * Stores a change set as a batch to send: one item per accommodation and aspect, each with its job,
 * in one write. Answers as soon as the intent is stored. The same key with the same content answers
 * the same batch, whatever its state.
 * @throws {DomainError} NOT_FOUND (supplier), BAD_REQUEST (naming the refused fields),
 *   IDEMPOTENCY_KEY_REUSED (the key came with other content).
 */
export async function createBatch(
  deps: Deps,
  call: Call,
  procedure: string,
  input: CreateInput,
): Promise<{ batchId: string }> {
  const { database, clock, jobs } = deps;
  const tenant = authorise(call, 'rates:write', input.supplierId);
  const sha256 = hashOf(input);
  const known = await findByKey(database, call, procedure, input.idempotencyKey, sha256);
  if (known) return known;
  const now = clock.now();
  const basedOn = Math.min(input.basedOn ? Date.parse(input.basedOn) : now, now);
  const ground = await loadPlanGround(
    database,
    tenant,
    input.supplierId,
    input.changes,
    now,
    input.basedOn ? basedOn : null,
  );
  const plan = planChanges(input.changes, ground.context);
  if (!plan.ok) throw badRequest(plan.fields);
  const { violations } = previewPlan(plan.rows, ground.mirror, ground.context);
  if (violations.length > 0) throw badRequest(violations);
  const batchId = newId();
  const statements: Statement[] = [
    database.db.insert(pushBatch).values({
      id: batchId,
      orgId: tenant,
      supplierId: input.supplierId,
      actorKind: call.actor.kind,
      actorId: call.actor.id,
      actorName: call.actor.name,
      procedure,
      idempotencyKey: input.idempotencyKey,
      inputSha256: sha256,
      requestId: call.requestId,
      basedOn,
      createdAt: now,
    }),
  ];
  for (const item of itemsOf(plan.rows, ground))
    statements.push(...itemStatements(deps, call, input.supplierId, batchId, item, now));
  try {
    await database.batch(statements);
  } catch (error) {
    const raced = await findByKey(database, call, procedure, input.idempotencyKey, sha256);
    if (raced) return raced;
    throw error;
  }
  jobs.wake();
  return { batchId };
}

function hashOf({ idempotencyKey: _, ...content }: CreateInput): string {
  return createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');
}

async function findByKey(
  database: Database,
  call: Call,
  procedure: string,
  key: string,
  sha256: string,
): Promise<{ batchId: string } | null> {
  const { tenant, id } = call.actor;
  const [found] = await readTogether(database, [batchByKey(tenant, id, procedure, key)]);
  if (!found) return null;
  if (found.sha256 !== sha256) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return { batchId: found.batchId };
}

/** Stock before rates, so that a night is closed before its price moves. */
function itemsOf(rows: readonly PlannedRow[], ground: PlanGround): NewItem[] {
  const items = new Map<string, NewItem>();
  const ordered = [...rows].sort(
    (a, b) => Number(a.rateTypeId !== null) - Number(b.rateTypeId !== null),
  );
  for (const row of ordered) {
    const aspect: Aspect = row.rateTypeId === null ? 'stock' : 'rates';
    const key = `${row.accommodationId}:${aspect}`;
    const item = items.get(key) ?? { accommodationId: row.accommodationId, aspect, cells: [] };
    items.set(key, item);
    item.cells.push(...cellsOf(row, ground));
  }
  return [...items.values()].filter((item) => item.cells.length > 0);
}

function cellsOf(row: PlannedRow, { based, mirror }: PlanGround): Cell[] {
  const { accommodationId, rateTypeId } = row;
  const base =
    rateTypeId === null ? based.stock(accommodationId) : based.rates(accommodationId, rateTypeId);
  const now =
    rateTypeId === null ? mirror.stock(accommodationId) : mirror.rates(accommodationId, rateTypeId);
  const cells: Cell[] = [];
  for (const [day, { patch, named }] of row.nights.expand()) {
    // A restriction for all linked types has nothing to restrict where a type has no rate.
    if (!named && !patch.prices && now.at(day) === undefined) continue;
    cells.push({
      rateTypeId,
      day,
      patch,
      base: base.at(day) ?? null,
      state: 'queued',
      sent: null,
      read: null,
    });
  }
  return cells;
}

function itemStatements(
  { database, jobs }: Deps,
  { actor, requestId }: Call,
  supplierId: number,
  batchId: string,
  item: NewItem,
  now: number,
): Statement[] {
  const itemId = newId();
  return [
    database.db.insert(pushItem).values({
      id: itemId,
      orgId: actor.tenant,
      supplierId,
      batchId,
      accommodationId: item.accommodationId,
      aspect: item.aspect,
      cellsJson: packCells(item.cells),
      updatedAt: now,
    }),
    jobs.enqueue({
      kind: 'push.item',
      tenant: actor.tenant,
      supplierId,
      lane: `${actor.tenant}:${supplierId}:${item.accommodationId}`,
      dedupeKey: `push:${itemId}`,
      refId: itemId,
      requestId,
    }),
  ];
}
