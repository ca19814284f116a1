'use client';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo, useState } from 'react';
import { useSessionUser } from '#components/frame/use-session.ts';
import { type CalendarData, useCalendarData } from '../data/use-calendar.ts';
import { useRange } from '../data/use-range.ts';
import { useStaged } from '../data/use-staged.ts';
import { REFUSALS, resolveWish, type Wish } from '../edit/resolve.ts';
import type { CellAddress } from '../model/cells.ts';
import { usePushes } from '../push/use-pushes.ts';
import { cellsOf, extentOf, type Ground, type Selection } from '../selection/selection.ts';
import type { Said } from '../states/announcement.tsx';
import type { Density, Desk } from './desk.tsx';

export const EVERY_WEEKDAY: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7]);

export interface DeskState {
  /** null until the calendar has been read once. */
  readonly desk: Desk | null;
  readonly data: CalendarData;
  readonly said: Said | null;
  readonly hiddenRateTypes: ReadonlySet<number>;
  readonly setHiddenRateTypes: (hidden: ReadonlySet<number>) => void;
  readonly setDensity: (density: Density) => void;
}

/** The state of one calendar page. */
export function useDeskState(supplierId: number): DeskState {
  const t = useTranslations('panel');
  const tApp = useTranslations('app');
  const user = useSessionUser();
  // Nothing may be typed before it is known whose edits they are; without an answer, this browser's.
  const userId = user === undefined ? undefined : (user?.id ?? 'browser');
  const [range, setRange] = useRange();
  const data = useCalendarData(supplierId, range);
  const { store, state: staged } = useStaged(userId, supplierId);
  const pushes = usePushes(userId, supplierId, data.readAgain);
  const [selection, select] = useState<Selection | null>(null);
  const [weekdays, setWeekdays] = useState(EVERY_WEEKDAY);
  const [density, setDensity] = useState<Density>('normal');
  const [hiddenRateTypes, setHiddenRateTypes] = useState<ReadonlySet<number>>(new Set());
  const [said, setSaid] = useState<DeskState['said']>(null);
  const say = useCallback(
    (text: string, isQuiet = false) =>
      setSaid((last) => ({ text, isQuiet, id: (last?.id ?? 0) + 1 })),
    [],
  );
  const setSelection = useCallback((next: Selection | null) => {
    select(next);
    setWeekdays(EVERY_WEEKDAY);
  }, []);

  const { model } = data;
  const lines = useMemo(
    () =>
      (model?.lines ?? []).filter(
        (line) => line.kind === 'stock' || !hiddenRateTypes.has(line.rateType.id),
      ),
    [model, hiddenRateTypes],
  );
  const ground: Ground = useMemo(
    () => ({
      lines: lines.map(({ key }) => key),
      from: range.from,
      to: range.from + range.nights - 1,
    }),
    [lines, range],
  );
  const today = model?.today ?? 0;
  const targets = useMemo(
    () => (selection ? cellsOf(extentOf(selection, ground), today, weekdays) : []),
    [selection, ground, today, weekdays],
  );
  const apply = useCallback(
    (cells: readonly CellAddress[], wish: Wish) => {
      const isRead = cells.every(({ day }) => model && day >= model.from && day <= model.to);
      if (!model || !store || !isRead) return say(tApp('loading'));
      const { wanted, refused } = resolveWish(model, store.snapshot().edits, cells, wish);
      const count = store.stage(wanted);
      const problems = REFUSALS.flatMap((reason) => {
        const many = refused.get(reason);
        return many ? [t(`refused.${reason}`, { count: many })] : [];
      });
      say(
        [
          ...(wanted.length > 0 || problems.length === 0 ? [t('applied', { count })] : []),
          ...problems,
        ].join(' '),
        problems.length === 0 && count > 0,
      );
    },
    [model, store, t, tApp, say],
  );
  const desk: Desk | null = model &&
    store && {
      supplierId,
      model,
      lines,
      range,
      setRange,
      ground,
      today,
      density,
      staged,
      store,
      pushes,
      selection,
      setSelection,
      weekdays,
      setWeekdays,
      targets,
      apply,
      say,
    };
  return { desk, data, said, hiddenRateTypes, setHiddenRateTypes, setDensity };
}
