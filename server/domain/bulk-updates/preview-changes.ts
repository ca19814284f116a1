import type { Database } from '#server/db/client.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest } from '#server/kernel/errors.ts';
import { pricesRefused } from './guardrails.ts';
import { loadPlanGround } from './load-plan.ts';
import { planChanges } from './plan.ts';
import { type Preview, previewPlan } from './preview.ts';
import type { Change } from './schema.ts';

/**
 * What a change set would do, cell by cell and as periods, against the mirror. Writes nothing.
 * Prices out of bounds are violations, unless an owner means them.
 * @throws {DomainError} NOT_FOUND (supplier), BAD_REQUEST (naming the refused fields), FORBIDDEN
 *   (prices out of bounds are meant by somebody who may not decide that).
 */
export async function previewChanges(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  input: {
    supplierId: number;
    changes: readonly Change[];
    allowOutOfBounds?: boolean | undefined;
  },
): Promise<Preview> {
  const { supplierId, changes, allowOutOfBounds } = input;
  const tenant = authorise(call, 'rates:write', supplierId);
  const ground = await loadPlanGround(database, tenant, supplierId, changes, clock.now(), null);
  const plan = planChanges(changes, ground.context);
  if (!plan.ok) throw badRequest(plan.fields);
  const { accommodations } = ground.context;
  const outside = pricesRefused(call.actor, allowOutOfBounds, changes, accommodations);
  const preview = previewPlan(plan.rows, ground.mirror, ground.context);
  return { ...preview, violations: [...preview.violations, ...outside] };
}
