import type { MirrorPart, MirrorWarning } from '#server/domain/suppliers/schema.ts';

/** Warnings that have one cause, told as one. */
export interface WarningGroup {
  readonly code: MirrorWarning['code'];
  readonly parts: readonly MirrorPart[];
  /** Age of the oldest good data among them. */
  readonly asOf: string | null;
  /** The upstream's own words, each once. */
  readonly details: readonly string[];
}

/** The warnings by cause, a refused key first since it stops everything. */
export function warningGroupsOf(warnings: readonly MirrorWarning[]): WarningGroup[] {
  const byCode = Map.groupBy(warnings, ({ code }) => code);
  const groups = [...byCode].map(([code, all]) => ({
    code,
    parts: [...new Set(all.map(({ part }) => part))],
    asOf: all.flatMap((one) => one.asOf ?? []).sort()[0] ?? null,
    details: [...new Set(all.flatMap(({ detail }) => detail ?? []))],
  }));
  return groups.sort((a, b) => Number(b.code === 'key_refused') - Number(a.code === 'key_refused'));
}
