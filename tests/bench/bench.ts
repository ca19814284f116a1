import type { Supervisor } from '#scripts/lib/processes.mjs';
import type { Stand } from './stand.ts';

/** What a section is given. */
export interface Bench {
  readonly supervisor: Supervisor;
  /** Shorter stretches of load: rough numbers, soon. */
  readonly quick: boolean;
  /** The running product, started by the first section that asks. */
  readonly stand: () => Promise<Stand>;
  /** The product started anew, so that nothing earlier weighs on it; ends the one before. */
  readonly freshStand: () => Promise<Stand>;
}
