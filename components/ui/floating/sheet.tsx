'use client';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { classNames } from '../class-names.ts';

interface Props {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** `right`: a tall sheet, full screen on a phone; `bottom`: from below; `middle`: a question. */
  side?: 'right' | 'bottom' | 'middle';
  /** What stands beside the title. */
  aside?: ReactNode;
  footer?: ReactNode;
  /** The children fill the sheet and scroll by themselves. */
  isFilled?: boolean;
}

const SIDES = {
  right: 'sheet-right ml-auto h-dvh max-h-none w-full sm:w-[520px] sm:border-l',
  bottom: 'sheet-bottom mt-auto w-full max-h-[85dvh] rounded-t-[12px] border-t low:max-h-dvh',
  middle: 'sheet-middle m-auto max-h-[85dvh] w-[min(420px,calc(100vw-32px))] rounded-md border',
} as const;

/** A focus that is nowhere goes to the cell of the calendar that Tab would arrive at. */
function focusCalendar(): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  const cell = document.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]');
  cell?.focus({ preventScroll: true });
}

/**
 * A modal dialog. The browser keeps the focus inside, closes it on Escape and gives the focus back;
 * where the element that had it is gone, the calendar takes it.
 */
export function Sheet(props: Props) {
  const { title, onClose, children, side = 'right', aside, footer, isFilled } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      requestAnimationFrame(focusCalendar);
    };
  }, []);
  useEffect(() => {
    // A keyboard that comes up may cover the very field it is for.
    const keepInSight = () => {
      const focused = document.activeElement;
      if (dialog.current?.contains(focused)) focused?.scrollIntoView({ block: 'nearest' });
    };
    window.addEventListener('resize', keepInSight);
    return () => window.removeEventListener('resize', keepInSight);
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
      onKeyDown={(event) => event.stopPropagation()}
      className={classNames(
        'sheet max-w-none flex-col overflow-hidden open:flex border-line bg-surface p-0 text-ink shadow-float',
        SIDES[side],
      )}
    >
      <div className="flex min-h-0 flex-1 flex-col">
        <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-4 py-2 low:min-h-0 low:py-1">
          <h2 id={titleId} className="min-w-0 flex-1 text-16 font-semibold">
            {title}
          </h2>
          {aside}
        </header>
        <div
          className={classNames(
            'min-h-0 flex-1 overscroll-contain',
            isFilled
              ? 'flex flex-col overflow-hidden low:block low:scroll-pb-20 low:overflow-y-auto'
              : 'overflow-y-auto',
          )}
        >
          {children}
        </div>
        {footer && <footer className="border-t border-line p-4 low:py-2">{footer}</footer>}
      </div>
    </dialog>
  );
}
