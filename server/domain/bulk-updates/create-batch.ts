import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Database, Statement } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { pushBatch } from '#server/db/schema/index.ts';
import type { Cell } from '#server/domain/pushes/cells.ts';
import { batchByKey } from '#server/domain/pushes/data.ts';
import type { Aspect } from '#server/domain/pushes/schema.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest, DomainError } from '#server/kernel/errors.ts';
import { newId } from '#server/kernel/ids.ts';
import { auditWrites, itemWrites, type NewItem } from './batch-writes.ts';
import { pricesRefused } from './guardrails.ts';
import { loadPlanGround, type PlanGround } from './load-plan.ts';
import { type PlannedRow, planChanges } from './plan.ts';
import { previewPlan } from './preview.ts';
import type { Change } from './schema.ts';

export interface CreateInput {
  readonly supplierId: number;
  readonly idempotencyKey: string;
  readonly changes: readonly Change[];
  readonly basedOn?: string | undefined;
  /** Prices outside of floor and ceiling are meant. */
  readonly allowOutOfBounds?: boolean | undefined;
}

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: JobQueue;
}

/**
 * Stores a change set as a batch to send: one item per accommodation and aspect, each with its job,
 * in one write. Answers as soon as the intent is stored. The same key with the same content answers
 * the same batch, whatever its state.
 * @throws {DomainError} NOT_FOUND (supplier), BAD_REQUEST (naming the refused fields),
 *   PRICE_OUT_OF_BOUNDS (naming the prices, when that is all there is), FORBIDDEN (they are meant by
 *   somebody who may not decide that), IDEMPOTENCY_KEY_REUSED (the key came with other content).
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
  const rows = acceptedRows(call, input, ground);
  const items = itemsOf(rows, ground);
  const batchId = newId();
  const place = { supplierId: input.supplierId, batchId };
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
  for (const item of items) statements.push(...itemWrites(deps, call, place, item));
  const { accommodations } = ground.context;
  statements.push(
    ...auditWrites(deps, call, place, { changes: input.changes, items, rows, accommodations }),
  );
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

function acceptedRows(call: Call, input: CreateInput, { context, mirror }: PlanGround) {
  const { changes, allowOutOfBounds } = input;
  const plan = planChanges(changes, context);
  if (!plan.ok) throw badRequest(plan.fields);
  const outside = pricesRefused(call.actor, allowOutOfBounds, changes, context.accommodations);
  const { violations } = previewPlan(plan.rows, mirror, context);
  if (violations.length > 0) throw badRequest([...violations, ...outside]);
  if (outside.length > 0) throw new DomainError('PRICE_OUT_OF_BOUNDS', { fields: outside });
  return plan.rows;
}

/** What is not meant is the same as what is not said. */
function hashOf({ idempotencyKey: _, allowOutOfBounds, ...content }: CreateInput): string {
  const meant = allowOutOfBounds === true ? { ...content, allowOutOfBounds } : content;
  return createHash('sha256')
    .update(canonicalize(meant) ?? '')
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
