import type { Database } from '#server/db/client.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest } from '#server/kernel/errors.ts';
import { planDrift, planEffects, STAY_MARGIN } from './effects.ts';
import { pricesRefused } from './guardrails.ts';
import { loadPlanGround } from './load-plan.ts';
import { planChanges } from './plan.ts';
import { type Preview, previewPlan } from './preview.ts';
import type { Change, PlanEffects, PreviewDrift } from './schema.ts';

/**
 * What a change set would do, against the mirror: cell by cell and as periods, to the stays that
 * can be booked and to euros, and what changed upstream since `basedOn`. Writes nothing. Prices out
 * of bounds are violations, unless an owner means them.
 * @throws {DomainError} NOT_FOUND (supplier), BAD_REQUEST (naming the refused fields), FORBIDDEN
 *   (prices out of bounds are meant by somebody who may not decide that).
 */
export async function previewChanges(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  input: {
    supplierId: number;
    changes: readonly Change[];
    basedOn?: string | undefined;
    allowOutOfBounds?: boolean | undefined;
  },
): Promise<Preview & { effects: PlanEffects; drift: PreviewDrift[] }> {
  const { supplierId, changes, allowOutOfBounds } = input;
  const tenant = authorise(call, 'rates:write', supplierId);
  const now = clock.now();
  const basedOn = input.basedOn ? Math.min(Date.parse(input.basedOn), now) : null;
  const ground = await loadPlanGround(
    ...([database, tenant, supplierId, changes, now, basedOn, STAY_MARGIN] as const),
  );
  const { context, mirror, based } = ground;
  const plan = planChanges(changes, context);
  if (!plan.ok) throw badRequest(plan.fields);
  const outside = pricesRefused(call.actor, allowOutOfBounds, changes, context.accommodations);
  const preview = previewPlan(plan.rows, mirror, context);
  const { effects, warnings } = planEffects(plan.rows, mirror, context);
  return {
    ...preview,
    warnings: [...preview.warnings, ...warnings],
    violations: [...preview.violations, ...outside],
    effects,
    drift: planDrift(plan.rows, based, mirror),
  };
}
