'use client';
import { ChevronLeft, ChevronRight, Pencil, Redo2, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Button } from '#components/ui/button.tsx';
import { DateField } from '#components/ui/date/date-field.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { type Density, useDesk } from '../desk/desk.tsx';
import { aroundToday, STEP_NIGHTS, ZOOMS } from '../range/search-params.ts';
import { Freshness } from './freshness.tsx';
import { LegendMenu, ViewMenu } from './view-menu.tsx';

interface Props {
  readAgain: () => Promise<unknown>;
  hidden: ReadonlySet<number>;
  onHide: (hidden: ReadonlySet<number>) => void;
  onDensity: (density: Density) => void;
  onOpenPanel: () => void;
}

/** Undo and redo, which also stand in the bar below. */
export function UndoButtons() {
  const { staged, store } = useDesk();
  const t = useTranslations('calendar');
  return (
    <div className="flex">
      <IconButton label={t('undo')} disabled={!staged.canUndo} onClick={() => store?.undo()}>
        <Undo2 size={16} aria-hidden />
      </IconButton>
      <IconButton label={t('redo')} disabled={!staged.canRedo} onClick={() => store?.redo()}>
        <Redo2 size={16} aria-hidden />
      </IconButton>
    </div>
  );
}

function PeriodButtons() {
  const { range, setRange, today } = useDesk();
  const t = useTranslations('calendar');
  const formats = useFormats();
  const step = STEP_NIGHTS[range.zoom];
  return (
    <div className="flex items-center gap-1">
      <IconButton
        label={t('previous')}
        onClick={() => setRange({ ...range, from: range.from - step })}
      >
        <ChevronLeft size={18} aria-hidden />
      </IconButton>
      <Button onClick={() => setRange(aroundToday(range, today))}>{t('today')}</Button>
      <IconButton label={t('next')} onClick={() => setRange({ ...range, from: range.from + step })}>
        <ChevronRight size={18} aria-hidden />
      </IconButton>
      <DateField
        isLabelHidden
        label={t('goTo')}
        title={t('goTo')}
        day={range.from}
        onDay={(from) => setRange({ ...range, from })}
        className="figures ml-1 h-8 w-34 touch:h-11 rounded-md border border-line-strong bg-surface px-2 text-13 text-ink"
      />
      <h1 className="ml-2 text-14 font-semibold whitespace-nowrap first-letter:uppercase max-xl:sr-only">
        {t('title')} · {formats.month(range.from)}
      </h1>
    </div>
  );
}

/** The bar above the grid: period, scale, view, freshness, undo. */
export function Toolbar({ readAgain, hidden, onHide, onDensity, onOpenPanel }: Props) {
  const { model, range, setRange, targets } = useDesk();
  const t = useTranslations('calendar');
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-paper px-3 py-2 low:min-h-0 low:py-1">
      <PeriodButtons />
      <Segmented
        legend={t('zoom')}
        value={range.zoom}
        onChange={(zoom) => setRange({ ...range, zoom })}
        segments={ZOOMS.map((value) => ({ value, label: t(`zooms.${value}`) }))}
      />
      <div className="ml-auto flex items-center gap-1">
        <Freshness asOf={model.asOf} isStale={model.stale} onRefreshed={readAgain} />
        <LegendMenu />
        <ViewMenu hidden={hidden} onHide={onHide} onDensity={onDensity} />
        <UndoButtons />
        <Button title={t('edit')} onClick={onOpenPanel} disabled={targets.length === 0}>
          <Pencil size={14} aria-hidden />
          <span className="max-[900px]:sr-only">{t('edit')}</span>
        </Button>
      </div>
    </div>
  );
}
