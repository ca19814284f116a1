import { createHash } from 'node:crypto';
import { normalizeIP } from '@better-auth/core/utils/ip';
import type { RateLimits, RateRule } from '#server/db/rate-limits.ts';
import { DomainError } from '#server/kernel/errors.ts';

const QUARTER = 15 * 60;

/**
 * How often what can be guessed or misused may be tried: per network address, where a /64 of IPv6 is
 * one, or per person.
 */
export const TRY_RULES = {
  signInAddress: { points: 50, seconds: QUARTER },
  signInAccount: { points: 10, seconds: QUARTER },
  codeAddress: { points: 50, seconds: QUARTER },
  resetAddress: { points: 20, seconds: QUARTER },
  resetAccount: { points: 5, seconds: QUARTER },
  /** Things that ask a signed-in person for their password again. */
  passwordPerson: { points: 10, seconds: QUARTER },
  invitationAddress: { points: 30, seconds: QUARTER },
  /** Mails that an organisation has us send. */
  inviteOrganisation: { points: 50, seconds: 3600 },
} as const satisfies Record<string, RateRule>;

export type TryRule = keyof typeof TRY_RULES;

/**
 * Spends one try of an address or a person, who is known in the database by a digest only.
 * @throws {DomainError} TOO_MANY_REQUESTS.
 */
export async function spendTry(
  limits: RateLimits,
  rule: TryRule,
  who: string | null,
): Promise<void> {
  const whose = who !== null && rule.endsWith('Address') ? normalizeIP(who) : (who ?? '');
  const digest = createHash('sha256').update(whose).digest('base64url');
  const { allowed, retryAfterSeconds } = await limits.consume(`${rule}:${digest}`, TRY_RULES[rule]);
  if (!allowed) throw new DomainError('TOO_MANY_REQUESTS', { retryAfterSeconds });
}
