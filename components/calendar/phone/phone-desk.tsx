'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/floating/sheet.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import { rateLinesOf, type StockLine } from '../model/calendar-model.ts';
import { PanelSubject } from '../panel/panel-subject.tsx';
import { MAX_NIGHTS } from '../range/search-params.ts';
import { Freshness } from '../toolbar/freshness.tsx';
import { UndoButtons } from '../toolbar/toolbar.tsx';
import { addMonths, monthStart } from './month.ts';
import { PhoneHeader } from './phone-header.tsx';
import { PhoneMonth } from './phone-month.tsx';
import { PhoneSelection } from './phone-selection.tsx';

const EditPanel = onDemand(() => import('../panel/edit-panel.tsx').then((file) => file.EditPanel));
const Legend = onDemand(() => import('../toolbar/legend.tsx').then((file) => file.Legend));

/** A month, with some of the next so that turning the page shows something at once. */
const MONTH_NIGHTS = 62;

/** The fields of the panel, from below. */
function EditSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  return (
    <Sheet
      side="bottom"
      title={t('panel.title')}
      onClose={onClose}
      isFilled
      aside={
        <IconButton label={t('app.close')} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      }
    >
      <div className="border-b border-line px-4 py-2">
        <PanelSubject />
      </div>
      <EditPanel isBig onApplied={onClose} />
    </Sheet>
  );
}

function LegendSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  return (
    <Sheet
      side="bottom"
      title={t('legend.title')}
      onClose={onClose}
      aside={
        <IconButton label={t('app.close')} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      }
    >
      <div className="p-4">
        <Legend />
      </div>
    </Sheet>
  );
}

/** The calendar on a phone: one accommodation, one rate type, one month. */
export function PhoneDesk({ readAgain }: { readAgain: () => Promise<unknown> }) {
  const desk = useDesk();
  const { model, range, setRange, today } = desk;
  const t = useTranslations();
  const stocks = model.lines.filter((line): line is StockLine => line.kind === 'stock');
  const [chosen, setChosen] = useState<number | null>(null);
  const [rateKey, setRateKey] = useState<string | null>(null);
  const [isEditing, setEditing] = useState(false);
  const [isOneTap, setOneTap] = useState(false);
  const [isExplaining, setExplaining] = useState(false);
  const stock = stocks.find(({ accommodation: { id } }) => id === chosen) ?? stocks[0];
  const rates = stock ? rateLinesOf(model, stock.accommodation.id) : [];
  const rate =
    rateKey === stock?.key ? null : (rates.find(({ key }) => key === rateKey) ?? rates[0] ?? null);
  const line = rate ?? stock;
  const isTodayIn = today >= range.from && today < range.from + range.nights;
  const start = monthStart(isTodayIn && range.from !== monthStart(range.from) ? today : range.from);
  // The address may come from a wider screen: here a page begins with its month.
  useEffect(() => {
    if (range.from === start) return;
    const wanted = Math.max(range.from + range.nights - start, MONTH_NIGHTS);
    setRange({ ...range, from: start, nights: Math.min(wanted, MAX_NIGHTS) });
  }, [range, start, setRange]);
  if (!stock || !line) return null;

  const { selection } = desk;
  const selected = selection && {
    from: Math.min(selection.anchor.day, selection.focus.day),
    to: Math.max(selection.anchor.day, selection.focus.day),
  };
  const goTo = (first: EpochDay) => setRange({ ...range, from: first, nights: MONTH_NIGHTS });
  const select = (from: EpochDay, to: EpochDay) =>
    desk.setSelection({
      anchor: { line: line.key, day: from },
      focus: { line: line.key, day: to },
    });
  const tap = (day: EpochDay) => {
    if (selected && isOneTap && day >= today) {
      select(Math.min(selected.from, day), Math.max(selected.to, day));
      setOneTap(false);
    } else {
      select(day, day);
      setOneTap(day >= today);
    }
  };
  const clear = () => {
    desk.setSelection(null);
    setOneTap(false);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PhoneHeader
        stocks={stocks}
        stock={stock}
        rates={rates}
        line={line}
        start={start}
        onAccommodation={(id) => {
          setChosen(id);
          setRateKey(null);
          clear();
        }}
        onLine={(key) => {
          setRateKey(key);
          clear();
        }}
        onMonth={(months) => goTo(addMonths(start, months))}
      />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <PhoneMonth
          start={start}
          stock={stock}
          rate={rate}
          selected={selected}
          onTap={tap}
          onMonth={(months) => goTo(addMonths(start, months))}
        />
        <div className="flex items-center justify-between px-3 py-2">
          <Freshness asOf={model.asOf} isStale={model.stale} onRefreshed={readAgain} />
          <div className="flex items-center">
            <Button tone="bare" onClick={() => setExplaining(true)}>
              {t('legend.title')}
            </Button>
            <UndoButtons />
          </div>
        </div>
      </div>
      <PhoneSelection
        selected={selected}
        stock={stock}
        isOneTap={isOneTap}
        onClear={clear}
        onEdit={() => setEditing(true)}
      />
      {isEditing && <EditSheet onClose={() => setEditing(false)} />}
      {isExplaining && <LegendSheet onClose={() => setExplaining(false)} />}
    </div>
  );
}
