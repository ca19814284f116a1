import { createOTP } from '@better-auth/utils/otp';
import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { twoFactor } from '#server/db/schema/auth.ts';

/** How long an app shows one code, and how many codes before and after that one are taken: the library's own. */
const STEP_MS = 30_000;
const WINDOW = [-1, 0, 1];

interface ClaimDeps {
  readonly database: Database;
  /** Opens the stored secret of a second factor. */
  readonly open: (sealed: string) => Promise<string>;
}

/**
 * Takes a code of a person's app for the one request that asks, so that nobody who has read it can
 * use it again: neither it nor an older one is taken afterwards. False for a wrong code.
 */
export async function claimCode(
  { database: { db }, open }: ClaimDeps,
  userId: string,
  code: string,
): Promise<boolean> {
  const [factor] = await db
    .select({ id: twoFactor.id, secret: twoFactor.secret })
    .from(twoFactor)
    .where(eq(twoFactor.userId, userId));
  if (!factor) return false;
  const { hotp } = createOTP(await open(factor.secret));
  const now = Math.floor(Date.now() / STEP_MS);
  const shown = await Promise.all(
    WINDOW.map(async (offset) => ({ step: now + offset, code: await hotp(now + offset) })),
  );
  const step = shown.findLast((one) => one.code === code)?.step;
  if (step === undefined) return false;
  const { id, secret } = factor;
  const claimed = await db
    .update(twoFactor)
    .set({ lastStep: step })
    .where(
      and(
        ...[eq(twoFactor.id, id), eq(twoFactor.secret, secret)],
        or(isNull(twoFactor.lastStep), lt(twoFactor.lastStep, step)),
      ),
    )
    .returning({ id: twoFactor.id });
  return claimed.length > 0;
}
