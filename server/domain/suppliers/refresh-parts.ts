import type { Statement } from '#server/db/client.ts';
import type { MirrorPart, MirrorWarning } from './schema.ts';
import { UpstreamError } from './upstream.ts';

/** What reading a part of the mirror gave. */
export interface PartOutcome {
  readonly part: MirrorPart;
  readonly failed: boolean;
  readonly warnings: readonly Omit<MirrorWarning, 'asOf'>[];
  /** New watermark of the bookings. */
  readonly watermark?: number;
}

/** Writes statements at once, under the lease of the job that read them. */
export type Write = (statements: readonly Statement[]) => Promise<void>;

/** The warning that tells why a part could not be read. */
export function failureWarning(
  part: MirrorPart,
  error: unknown,
  accommodationId: number | null = null,
): Omit<MirrorWarning, 'asOf'> {
  if (!(error instanceof UpstreamError)) throw error;
  const code = {
    unreachable: 'unreachable',
    rate_limited: 'unreachable',
    key_refused: 'key_refused',
    refused: 'refused',
    not_found: 'refused',
    unreadable: 'unreadable',
  } as const;
  return { part, code: code[error.failure], accommodationId, detail: error.words };
}

/** One warning for all the elements of an answer that could not be read; none when all could. */
export function droppedWarning(
  part: MirrorPart,
  dropped: readonly string[],
  accommodationId: number | null = null,
): Omit<MirrorWarning, 'asOf'>[] {
  if (dropped.length === 0) return [];
  const [first] = dropped;
  const detail = dropped.length === 1 ? (first ?? null) : `${first} (+${dropped.length - 1})`;
  return [{ part, code: 'dropped', accommodationId, detail }];
}
