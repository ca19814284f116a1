import type { Database, Statement } from '#server/db/client.ts';
import type { KeyVault } from '#server/domain/suppliers/ports.ts';
import type { MirrorPart, MirrorWarning } from '#server/domain/suppliers/schema.ts';
import { type SupplierUpstream, UpstreamError } from '#server/domain/suppliers/upstream.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';

/** A warning before it knows the age of the data it is about. */
export type PartWarning = Omit<MirrorWarning, 'asOf'>;

/** What reading a part of the mirror gave. */
export interface PartOutcome {
  readonly part: MirrorPart;
  readonly failed: boolean;
  readonly warnings: readonly PartWarning[];
  /** New watermark of the bookings, epoch milliseconds. */
  readonly watermark?: number | null;
}

/** What the readers of parts work with. */
export interface Refreshing {
  readonly database: Database;
  readonly clock: Clock;
  readonly upstream: SupplierUpstream;
  /** Opens the key by which erased guests are known. */
  readonly vault: KeyVault;
  readonly tenant: TenantId;
  readonly supplierId: number;
  /** Writes statements at once; rejects when the refresh is no longer ours. */
  readonly write: (statements: readonly Statement[]) => Promise<void>;
}

const WARNING_CODE = {
  unreachable: 'unreachable',
  rate_limited: 'unreachable',
  held: 'unreachable',
  key_refused: 'key_refused',
  refused: 'refused',
  not_found: 'refused',
  unreadable: 'unreadable',
} as const;

/**
 * The warning that tells why a part could not be read. What upstream says about bookings may name a
 * guest and is not kept.
 * @throws the error itself when it is not upstream's.
 */
export function failureWarning(
  part: MirrorPart,
  error: unknown,
  accommodationId: number | null = null,
): PartWarning {
  if (!(error instanceof UpstreamError)) throw error;
  const detail = part === 'bookings' ? null : error.words;
  return { part, code: WARNING_CODE[error.failure], accommodationId, detail };
}

/** One warning for all the elements of an answer that could not be read; none when all could. */
export function droppedWarning(
  part: MirrorPart,
  dropped: readonly string[],
  accommodationId: number | null = null,
): PartWarning[] {
  const [first] = dropped;
  if (first === undefined) return [];
  const detail = dropped.length === 1 ? first : `${first} (+${dropped.length - 1})`;
  return [{ part, code: 'dropped', accommodationId, detail }];
}
