import type { Change } from '#server/domain/bulk-updates/schema.ts';

/** A sending whose answer is not known yet: the same content must leave under the same key. */
export interface Attempt {
  readonly idempotencyKey: string;
  /** The content, as text, to be recognised. */
  readonly content: string;
  readonly basedOn: string | null;
}

/** What this browser remembers about sendings of one person for one supplier. */
export interface PushMemory {
  readonly batchIds: readonly string[];
  readonly attempt: Attempt | null;
}

export const NO_MEMORY: PushMemory = { batchIds: [], attempt: null };

const VERSION = 1;

function isAttempt(value: unknown): value is Attempt {
  return (
    typeof value === 'object' &&
    value !== null &&
    'idempotencyKey' in value &&
    typeof value.idempotencyKey === 'string' &&
    'content' in value &&
    typeof value.content === 'string' &&
    'basedOn' in value &&
    (value.basedOn === null || typeof value.basedOn === 'string')
  );
}

/** Memory from a stored text; anything strange is nothing. */
export function decodeMemory(text: string | null): PushMemory {
  let stored: unknown = null;
  try {
    stored = JSON.parse(text ?? 'null');
  } catch {
    return NO_MEMORY;
  }
  if (typeof stored !== 'object' || stored === null || !('batchIds' in stored)) return NO_MEMORY;
  if (!('version' in stored) || stored.version !== VERSION || !Array.isArray(stored.batchIds))
    return NO_MEMORY;
  return {
    batchIds: stored.batchIds.filter((id): id is string => typeof id === 'string'),
    attempt: 'attempt' in stored && isAttempt(stored.attempt) ? stored.attempt : null,
  };
}

/** Memory with more sendings; their ids sort by when they were made. */
export function withBatches(memory: PushMemory, batchIds: readonly string[]): PushMemory {
  const isNew = batchIds.some((id) => !memory.batchIds.includes(id));
  if (!isNew) return memory;
  return { ...memory, batchIds: [...new Set([...memory.batchIds, ...batchIds])].sort() };
}

/** Memory as a text. */
export function encodeMemory(memory: PushMemory): string {
  return JSON.stringify({ version: VERSION, ...memory });
}

/**
 * The attempt for a content: the one that is open when it had this very content, since its answer
 * may only have been lost; else a new one.
 */
export function attemptFor(
  memory: PushMemory,
  wanted: { readonly changes: readonly Change[]; readonly allowOutOfBounds: boolean },
  basedOn: string | null,
  newKey: () => string,
): Attempt {
  const content = JSON.stringify(wanted);
  if (memory.attempt?.content === content) return memory.attempt;
  return { idempotencyKey: newKey(), content, basedOn };
}
