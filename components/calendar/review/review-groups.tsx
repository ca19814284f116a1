'use client';
import { useTranslations } from 'next-intl';
import type { FieldProblem } from '#components/trpc/call-error.ts';
import { Tick } from '#components/ui/tick.tsx';
import { useDesk } from '../desk/desk.tsx';
import type { LineKey } from '../model/cells.ts';
import { useCellWords } from '../model/use-cell-words.ts';
import { ReviewEntry } from './review-entry.tsx';
import { lineOfPath, type ReviewLine } from './review-lines.ts';

interface Props {
  lines: readonly ReviewLine[];
  unticked: ReadonlySet<string>;
  onTick: (lines: readonly ReviewLine[], isTicked: boolean) => void;
  problems: readonly FieldProblem[];
}

/** The changes by accommodation and rate type. */
export function ReviewGroups({ lines, unticked, onTick, problems }: Props) {
  const { model } = useDesk();
  const t = useTranslations('review');
  const words = useCellWords();
  const groups = new Map<LineKey, ReviewLine[]>();
  for (const line of lines) groups.set(line.line, [...(groups.get(line.line) ?? []), line]);
  const isOn = ({ key }: ReviewLine) => !unticked.has(key);
  const tick = (some: readonly ReviewLine[], label: string, className: string) => (
    <Tick
      className={className}
      checked={some.every(isOn)}
      mixed={some.some(isOn)}
      onChange={(isTicked) => onTick(some, isTicked)}
    >
      {label}
    </Tick>
  );
  return (
    <div className="px-4 pb-4">
      {groups.size > 1 && (
        <div className="border-b border-line py-2">
          {tick(lines, t('all'), 'text-13 font-medium')}
        </div>
      )}
      {[...groups].map(([key, entries]) => {
        const line = model.byKey.get(key);
        const name = line ? `${line.accommodation.name} · ${words.lineName(line)}` : key;
        return (
          <section key={key} className="border-b border-line py-2 last:border-0">
            {entries.length > 1 ? (
              <h3>{tick(entries, name, 'text-14 font-semibold')}</h3>
            ) : (
              <h3 className="text-14 font-semibold">{name}</h3>
            )}
            <ul className={entries.length > 1 ? 'ml-6' : undefined}>
              {entries.map((entry) => (
                <ReviewEntry
                  key={entry.key}
                  entry={entry}
                  isTicked={isOn(entry)}
                  onTick={(isTicked) => onTick([entry], isTicked)}
                  problems={problems
                    .filter(({ path }) => lineOfPath(lines, path) === entry)
                    .map(({ message }) => message)}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
