import type { Statement } from '#server/db/client.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';

/** Work to be done later. Holds ids, never payloads. */
export interface NewJob {
  readonly kind:
    | 'push.item'
    | 'push.lateVerify'
    | 'supplier.refresh'
    | 'guests.expire'
    | 'drift.recheck';
  readonly tenant: TenantId;
  readonly supplierId: number;
  /** Jobs of one lane run one after the other; null = free. */
  readonly lane: string | null;
  /** While a job with this key is ready, another one folds into it. */
  readonly dedupeKey: string;
  /** A running job with this key will do as well: no further one is made. */
  readonly joinsRunning?: boolean;
  readonly refId: string;
  /** Not before so many milliseconds from now. */
  readonly delayMs?: number;
  /** The request that caused it, followed into the upstream calls. */
  readonly requestId: string;
}

/** How a job ended. */
export interface JobEnd {
  readonly state: 'done' | 'dead' | 'cancelled';
  readonly resultJson: string | null;
}

/** Where verbs leave work. */
export interface JobQueue {
  /** A statement for the same write batch as the state that the job is about. */
  enqueue(job: NewJob): Statement;
  /** Tells the runner that there is work; call it after the write. */
  wake(): void;
  /**
   * Waits until the newest job with this key has ended; null = there is none, or it had not ended
   * after `patienceMs`.
   */
  ended(dedupeKey: string, patienceMs: number): Promise<JobEnd | null>;
}
