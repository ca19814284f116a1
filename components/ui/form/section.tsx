import { type ReactNode, useId } from 'react';

interface Props {
  title: ReactNode;
  /** One sentence: what this is for. */
  intro?: ReactNode;
  /** Stands beside the title. */
  aside?: ReactNode;
  /** So that a link can lead here. */
  anchor?: string;
  children: ReactNode;
}

/** A part of a page of forms, in a frame of its own under its heading. */
export function Section({ title, intro, aside, anchor, children }: Props) {
  const id = useId();
  return (
    <section
      id={anchor}
      aria-labelledby={id}
      className="scroll-mt-4 rounded-[10px] border border-line bg-surface"
    >
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-4 sm:px-6 sm:pt-5">
        <div className="min-w-[min(100%,10rem)] flex-1">
          <h2 id={id} className="text-16 font-semibold">
            {title}
          </h2>
          {intro && <p className="mt-1 max-w-[64ch] text-13 text-muted">{intro}</p>}
        </div>
        {aside}
      </header>
      <div className="p-4 sm:p-6 sm:pt-5">{children}</div>
    </section>
  );
}
