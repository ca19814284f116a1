'use client';
import { useEffect, useRef, useState } from 'react';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { LineKey } from '../model/cells.ts';
import type { Outcomes } from '../model/outcomes.ts';

export type Flashes = ReadonlyMap<LineKey, ReadonlySet<EpochDay>>;

const NONE: Flashes = new Map();
const FLASH_MS = 1_800;

/** The cells that were confirmed just now, once each. */
export function useFlashes(outcomes: Outcomes): Flashes {
  const seen = useRef<Set<string> | null>(null);
  const [flashes, setFlashes] = useState<Flashes>(NONE);
  useEffect(() => {
    const isFirst = seen.current === null;
    const known = seen.current ?? new Set<string>();
    seen.current = known;
    const fresh = new Map<LineKey, Set<EpochDay>>();
    for (const [line, days] of outcomes)
      for (const [day, { state, batchId }] of days) {
        const key = `${batchId} ${line} ${day}`;
        if (state !== 'applied' || known.has(key)) continue;
        known.add(key);
        const set = fresh.get(line) ?? new Set<EpochDay>();
        fresh.set(line, set.add(day));
      }
    if (isFirst || fresh.size === 0) return;
    setFlashes(fresh);
    const timer = window.setTimeout(() => setFlashes(NONE), FLASH_MS);
    return () => window.clearTimeout(timer);
  }, [outcomes]);
  return flashes;
}
