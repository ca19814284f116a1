/** Every duration of the job design in milliseconds, scaled together for tests. */
export interface JobTiming {
  /** How long a claimed job is ours without a heartbeat. */
  readonly lease: number;
  readonly heartbeat: number;
  /** Waits before each further read-back of a write. */
  readonly verifyWaits: readonly number[];
  readonly backoffBase: number;
  readonly backoffCap: number;
  readonly retryAfterCap: number;
  /** After a lease was lost: when no write of its job can be on its way any more. */
  readonly lateVerify: number;
  /** How often an idle runner looks for work that nobody woke it for. */
  readonly poll: number;
  /** How often due refreshes are looked for. */
  readonly schedule: number;
}

/** A busy machine pauses a process for seconds: with a shorter lease, jobs that are well lose it. */
const SHORTEST_LEASE = 4_000;

/** How long a write upstream may wait in line and run. */
const LONGEST_WRITE = 45_000;

/** The timing of a running system; `scale` below 1 is for tests against a loopback upstream. */
export function jobTiming(scale: number): JobTiming {
  const lease = Math.max(SHORTEST_LEASE, 60_000 * scale);
  return {
    lease,
    heartbeat: lease / 3,
    verifyWaits: [2_000 * scale, 10_000 * scale, 60_000 * scale],
    backoffBase: 2_000 * scale,
    backoffCap: 300_000 * scale,
    retryAfterCap: 900_000,
    lateVerify: lease + LONGEST_WRITE * scale,
    // Not below what a loop can do without keeping the machine busy.
    poll: Math.max(20, 1_000 * scale),
    schedule: 15_000,
  };
}

/** Delay before try number `attempt` (from 1): full jitter under a doubling ceiling. */
export function backoff(
  { backoffBase, backoffCap }: JobTiming,
  attempt: number,
  random: () => number,
): number {
  return Math.round(random() * Math.min(backoffCap, backoffBase * 2 ** (attempt - 1)));
}
