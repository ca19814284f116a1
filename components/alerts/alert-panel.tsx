'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { Sheet } from '#components/ui/floating/sheet.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { AlertList } from './alert-list.tsx';

interface Props {
  /** Closes, and gives the focus back to the bell. */
  onClose: () => void;
  /** Closes for another page, or because something else was pressed. */
  onLeave: () => void;
}

function Close({ onClose }: Pick<Props, 'onClose'>) {
  const t = useTranslations('app');
  return (
    <IconButton label={t('close')} onClick={onClose}>
      <X size={18} aria-hidden />
    </IconButton>
  );
}

/** The alerts on a phone, from below. */
export function AlertSheet({ onClose, onLeave }: Props) {
  const t = useTranslations('alerts');
  // The bar is a heading of the page, which may hold none of a dialog's.
  return createPortal(
    <Sheet title={t('title')} side="bottom" onClose={onClose} aside={<Close onClose={onClose} />}>
      <AlertList onLeave={onLeave} />
    </Sheet>,
    document.body,
  );
}

interface PopoverProps extends Props {
  /** The bell and what opens from it; a press elsewhere closes. */
  place: RefObject<HTMLDivElement | null>;
}

/** The alerts beside the rail. Escape or a press elsewhere closes them. */
export function AlertPopover({ place, onClose, onLeave }: PopoverProps) {
  const t = useTranslations('alerts');
  const panel = useRef<HTMLDivElement>(null);
  const titleId = useId();
  useEffect(() => panel.current?.focus(), []);
  useEffect(() => {
    const onPress = (event: Event) => {
      if (event.target instanceof Node && !place.current?.contains(event.target)) onLeave();
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [place, onLeave]);
  return (
    <div
      ref={panel}
      role="dialog"
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onClose();
      }}
      className="absolute bottom-0 left-full z-40 ml-3 flex max-h-[min(70dvh,560px)] w-[400px] flex-col overflow-hidden rounded-md border border-line bg-raised shadow-float"
    >
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line pr-1.5 pl-4">
        <h2 id={titleId} className="flex-1 text-14 font-semibold">
          {t('title')}
        </h2>
        <Close onClose={onClose} />
      </div>
      <div className="min-h-0 overflow-y-auto">
        <AlertList onLeave={onLeave} />
      </div>
    </div>
  );
}
