'use client';
import { useState } from 'react';
import type { Said } from '#components/calendar/states/announcement.tsx';

/** What an `Announcement` tells, and how to tell something. */
export function useSaid(): [Said | null, (text: string) => void] {
  const [said, setSaid] = useState<Said | null>(null);
  const say = (text: string) =>
    setSaid((before) => ({ text, id: (before?.id ?? 0) + 1, isQuiet: false }));
  return [said, say];
}
