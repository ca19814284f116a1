import type { Database } from '#server/db/client.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest } from '#server/kernel/errors.ts';
import { loadPlanGround } from './load-plan.ts';
import { planChanges } from './plan.ts';
import { type Preview, previewPlan } from './preview.ts';
import type { Change } from './schema.ts';

/**
 * What a change set would do, cell by cell and as periods, against the mirror. Writes nothing.
 * @throws {DomainError} NOT_FOUND (supplier), BAD_REQUEST (naming the refused fields).
 */
export async function previewChanges(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  { supplierId, changes }: { supplierId: number; changes: readonly Change[] },
): Promise<Preview> {
  const tenant = authorise(call, 'rates:write', supplierId);
  const ground = await loadPlanGround(database, tenant, supplierId, changes, clock.now(), null);
  const plan = planChanges(changes, ground.context);
  if (!plan.ok) throw badRequest(plan.fields);
  return previewPlan(plan.rows, ground.mirror, ground.context);
}
