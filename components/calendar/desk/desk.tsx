'use client';
import { createContext, useContext } from 'react';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { Wish } from '../edit/resolve.ts';
import type { CalendarModel, Line } from '../model/calendar-model.ts';
import type { CellAddress } from '../model/cells.ts';
import type { Pushes } from '../push/use-pushes.ts';
import type { CalendarRange } from '../range/search-params.ts';
import type { Ground, Selection } from '../selection/selection.ts';
import type { StagedState, StagedStore } from '../staged/store.ts';

export type Density = 'compact' | 'normal' | 'comfortable';

/** Everything the parts of the calendar page share. */
export interface Desk {
  readonly supplierId: number;
  readonly model: CalendarModel;
  /** The lines that are shown, in order. */
  readonly lines: readonly Line[];
  readonly range: CalendarRange;
  readonly setRange: (range: CalendarRange) => void;
  readonly ground: Ground;
  readonly today: EpochDay;
  readonly density: Density;
  readonly staged: StagedState;
  readonly store: StagedStore | null;
  readonly pushes: Pushes;
  readonly selection: Selection | null;
  readonly setSelection: (selection: Selection | null) => void;
  readonly weekdays: ReadonlySet<number>;
  readonly setWeekdays: (weekdays: ReadonlySet<number>) => void;
  /** The selected cells that may be edited, weekday mask applied. */
  readonly targets: readonly CellAddress[];
  /** Stages what a wish means for the cells and says what came of it. */
  readonly apply: (cells: readonly CellAddress[], wish: Wish) => void;
  readonly say: (text: string) => void;
}

const DeskContext = createContext<Desk | null>(null);

export const DeskProvider = DeskContext.Provider;

/**
 * The calendar page that a part belongs to.
 * @throws {Error} outside of one.
 */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('Not inside a calendar page');
  return desk;
}
