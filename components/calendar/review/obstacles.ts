import type { FieldProblem } from '#components/trpc/call-error.ts';
import { lineOfPath, type ReviewLine } from './review-lines.ts';

/** A refusal of the preview. */
export interface Violation extends FieldProblem {
  readonly code: string;
}

/** What an owner may send all the same. */
const BOUNDS: ReadonlySet<string> = new Set(['below_floor', 'above_ceiling']);

export interface Obstacles {
  readonly problems: readonly FieldProblem[];
  /** Those that are about no entry. */
  readonly loose: readonly FieldProblem[];
  /** Something that is ticked would be refused. */
  readonly isBlocked: boolean;
  /** It would be refused for its prices' bounds alone. */
  readonly isOutOfBoundsOnly: boolean;
}

/**
 * What stands in the way of sending the ticked entries.
 * @param violations what the preview says of all entries
 * @param refused the fields that a call was refused for, and the entries that it held
 */
export function obstaclesOf(
  lines: readonly ReviewLine[],
  ticked: readonly ReviewLine[],
  violations: readonly Violation[],
  refused: { readonly fields: readonly FieldProblem[]; readonly entries: readonly ReviewLine[] },
): Obstacles {
  const fromCall = refused.fields.map(({ path, message }): FieldProblem => {
    const match = /^changes\.(\d+)/.exec(path);
    const entry = match ? refused.entries[Number(match[1])] : undefined;
    return { path: entry ? `changes.${entry.index}` : path, message };
  });
  const problems = [...violations, ...fromCall];
  const standing = violations.filter(({ path }) => {
    const entry = lineOfPath(lines, path);
    return !entry || ticked.includes(entry);
  });
  return {
    problems,
    loose: problems.filter(({ path }) => !lineOfPath(lines, path)),
    isBlocked: standing.length > 0,
    isOutOfBoundsOnly: standing.length > 0 && standing.every(({ code }) => BOUNDS.has(code)),
  };
}
