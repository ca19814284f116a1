import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Day, isoDay, parseDay } from '../calendar.ts';
import { isObject, parseJson } from '../json.ts';

const NAME = 'stub-anchor.json';

/** The anchor kept in a folder, or null. */
export function keptAnchor(dir: string): Day | null {
  try {
    const stored = parseJson(readFileSync(join(dir, NAME), 'utf8'));
    return isObject(stored) ? parseDay(stored.anchor) : null;
  } catch {
    return null;
  }
}

/** Keeps an anchor for the next start. */
export function keepAnchor(dir: string, anchor: Day): void {
  // Written only when it is another: a kill in between would lose the one that the journal needs.
  if (keptAnchor(dir) === anchor) return;
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, NAME), `${JSON.stringify({ anchor: isoDay(anchor) })}\n`);
}
