'use client';
import { useEffect, useState } from 'react';

const SHOWN_MS = 7_000;

export interface Said {
  readonly text: string;
  readonly id: number;
  /** Seen elsewhere on the page already: only for those who hear it. */
  readonly isQuiet: boolean;
}

/** What just happened, in a sentence that goes by itself and that screen readers hear. */
export function Announcement({ said }: { said: Said | null }) {
  const [hiddenId, setHiddenId] = useState(0);
  useEffect(() => {
    if (!said) return;
    const timer = window.setTimeout(() => setHiddenId(said.id), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [said]);
  const isShown = said !== null && said.text !== '' && said.id !== hiddenId;
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 z-40 flex justify-center px-4 max-md:top-3 md:bottom-20"
    >
      {isShown && (
        <p
          key={said.id}
          className={
            said.isQuiet
              ? 'sr-only'
              : 'max-w-[560px] rounded-md border border-line bg-raised px-3 py-2 text-13 shadow-float'
          }
        >
          {said.text}
        </p>
      )}
    </div>
  );
}
