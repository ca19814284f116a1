'use client';
import { useTranslations } from 'next-intl';
import { useDesk } from '../desk/desk.tsx';
import { useCellWords } from '../model/use-cell-words.ts';
import { extentOf } from '../selection/selection.ts';

/** What the panel is about: accommodation and rate type, and how many nights of them. */
export function PanelSubject() {
  const { model, selection, ground, targets } = useDesk();
  const t = useTranslations();
  const words = useCellWords();
  const names = (selection ? extentOf(selection, ground).lines : []).flatMap((key) => {
    const line = model.byKey.get(key);
    return line ? [`${line.accommodation.name} · ${words.lineName(line)}`] : [];
  });
  const list = names.join(', ');
  const subject =
    names.length > 1 ? t('panel.severalLines', { count: names.length, names: list }) : list;
  return (
    <>
      {subject && (
        <p title={subject} className="line-clamp-2 text-13 font-medium">
          {subject}
        </p>
      )}
      <p className="truncate text-12 text-muted">
        {t('panel.selection', {
          nights: t('calendar.nights', { count: new Set(targets.map(({ day }) => day)).size }),
          cells: t('panel.cells', { count: targets.length }),
        })}
      </p>
    </>
  );
}
