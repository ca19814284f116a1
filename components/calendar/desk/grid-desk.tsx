'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { CalendarGrid } from '../grid/calendar-grid.tsx';
import { PanelSubject } from '../panel/panel-subject.tsx';
import { useMedia } from '../states/use-online.ts';
import { Toolbar } from '../toolbar/toolbar.tsx';
import type { DeskState } from './use-desk-state.ts';

const EditPanel = onDemand(() => import('../panel/edit-panel.tsx').then((file) => file.EditPanel));

interface Props {
  state: DeskState;
  /** The page was a phone's before: its screen was turned or its window widened. */
  isFromPhone: boolean;
}

/** The calendar on a screen that has room: the grid, and the panel docked at its right. */
export function GridDesk({ state, isFromPhone }: Props) {
  const t = useTranslations();
  const isWide = useMedia('(min-width: 1180px)');
  // Shut by the person: it opens again when asked for, not with every selection.
  const [panel, setPanel] = useState<'auto' | 'open' | 'shut'>('auto');
  const [hasSelected, setSelected] = useState(false);
  const isOpen = panel === 'open' || (panel === 'auto' && hasSelected);
  const openPanel = () => setPanel('open');
  return (
    <>
      <Toolbar
        readAgain={state.data.readAgain}
        hidden={state.hiddenRateTypes}
        onHide={state.setHiddenRateTypes}
        onDensity={state.setDensity}
        onOpenPanel={openPanel}
      />
      <div className="flex min-h-0 flex-1">
        <CalendarGrid
          namesWidth={isWide ? 200 : 144}
          startsAtToday={isFromPhone}
          onOpenPanel={openPanel}
          onSelected={() => setSelected(true)}
        />
        {isOpen && (
          <aside
            aria-label={t('panel.title')}
            className="flex w-80 shrink-0 flex-col border-l border-line-strong bg-surface low:scroll-pb-20 low:overflow-y-auto"
          >
            <header className="flex items-center gap-2 border-b border-line py-1.5 pr-2 pl-4">
              <div className="min-w-0 flex-1">
                <h2 className="text-14 font-semibold">{t('panel.title')}</h2>
                <PanelSubject />
              </div>
              <IconButton label={t('app.close')} onClick={() => setPanel('shut')}>
                <X size={18} aria-hidden />
              </IconButton>
            </header>
            <EditPanel />
          </aside>
        )}
      </div>
    </>
  );
}
