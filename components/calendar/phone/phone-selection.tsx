'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import { ORIGIN_GLYPH, originStyle } from '../grid/cells/origin-style.ts';
import type { StockLine } from '../model/calendar-model.ts';
import { staysOn } from '../model/stays.ts';
import { useCellWords } from '../model/use-cell-words.ts';

interface Props {
  selected: { from: EpochDay; to: EpochDay } | null;
  stock: StockLine;
  /** A second tap may end the selection. */
  isOneTap: boolean;
  onClear: () => void;
  onEdit: () => void;
}

/** Who stays on the one night that was tapped. */
function NightStays({ stock, day }: { stock: StockLine; day: EpochDay }) {
  const t = useTranslations('legend');
  const words = useCellWords();
  const bars = staysOn(stock.stays, day);
  if (bars.length === 0) return null;
  return (
    <ul
      aria-label={t('bookings')}
      className="flex max-h-24 flex-col gap-1 overflow-y-auto border-t border-line px-3 py-2 text-13 low:max-h-12"
    >
      {bars.map((bar) => (
        <li key={bar.key} className="flex items-start gap-2">
          <span
            aria-hidden
            className="mt-px flex size-4 shrink-0 items-center justify-center rounded-[4px] text-11 font-semibold"
            style={originStyle(bar.booking.origin)}
          >
            {ORIGIN_GLYPH[bar.booking.origin]}
          </span>
          <span className="min-w-0">{words.stay(bar)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What is selected, who stays there, and the way to change it. */
export function PhoneSelection({ selected, stock, isOneTap, onClear, onEdit }: Props) {
  const { targets } = useDesk();
  const t = useTranslations();
  const formats = useFormats();
  if (!selected)
    return (
      <p className="border-t border-line px-3 py-4 text-13 text-muted low:hidden">
        {t('phone.hint')}
      </p>
    );
  const isPast = targets.length === 0;
  const hint = isPast ? t('panel.pastOnly') : isOneTap ? t('phone.hint') : null;
  return (
    <>
      {selected.from === selected.to && <NightStays stock={stock} day={selected.from} />}
      <div className="flex min-h-14 items-center gap-2 border-t border-line px-3 py-2 text-13 low:min-h-0 low:py-1">
        <p className="min-w-0 flex-1 font-medium">
          {selected.from === selected.to
            ? formats.shortDate(selected.from)
            : t('phone.selected', {
                from: formats.shortDate(selected.from),
                to: formats.shortDate(selected.to),
              })}
          {hint && <span className="block text-12 font-normal text-muted">{hint}</span>}
        </p>
        <IconButton size="large" label={t('phone.clear')} onClick={onClear}>
          <X size={18} aria-hidden />
        </IconButton>
        <Button tone="primary" size="large" disabled={isPast} onClick={onEdit}>
          {t('calendar.edit')}
        </Button>
      </div>
    </>
  );
}
