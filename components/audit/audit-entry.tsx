'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { classNames } from '#components/ui/class-names.ts';
import type { AuditAction, AuditEntryView } from '#server/domain/audit/schema.ts';
import { parseEpochDay } from '#server/kernel/calendar-date.ts';
import { type AuditLine, linesOf, type SentRun, sentRunsOf, targetOf } from './audit-lines.ts';
import type { AuditWords } from './use-audit-words.ts';

const RUNS_SHOWN = 12;

type Underscored<Text extends string> = Text extends `${infer Head}.${infer Tail}`
  ? `${Head}_${Tail}`
  : Text;

/** The key of an action's words: keys of messages hold no dots. */
export function actionKey(action: AuditAction): Underscored<AuditAction> {
  return action.replace('.', '_') as Underscored<AuditAction>;
}

function Line({ line, words }: { line: AuditLine; words: AuditWords }) {
  const t = useTranslations('audit');
  const before = words.value(line.path, line.before);
  const after = words.value(line.path, line.after);
  if (before === '' && after === '') return null;
  return (
    <li className="flex flex-wrap gap-x-2">
      <span className="text-muted">{words.label(line)}</span>
      {before !== '' && (
        <span className={classNames('wrap-anywhere', after !== '' && 'text-muted line-through')}>
          <span className="sr-only">{t('before')} </span>
          {before}
        </span>
      )}
      {after !== '' && (
        <span className="wrap-anywhere">
          {before !== '' && (
            <>
              <span aria-hidden>→ </span>
              <span className="sr-only">{t('after')} </span>
            </>
          )}
          {after}
        </span>
      )}
    </li>
  );
}

function Runs({ runs, omitted }: { runs: readonly SentRun[]; omitted: number }) {
  const t = useTranslations();
  const formats = useFormats();
  const dayOf = (date: string) => {
    const day = parseEpochDay(date);
    return day === null ? date : formats.shortDate(day);
  };
  const stateOf = (state: string) => {
    const key = `push.states.${state}` as 'push.states.applied';
    return t.has(key) ? t(key) : state;
  };
  const more = omitted + Math.max(0, runs.length - RUNS_SHOWN);
  return (
    <details className="mt-0.5">
      <summary className="text-muted underline">
        {t('audit.runs', { count: runs.length + omitted })}
      </summary>
      <ul className="mt-1">
        {runs.slice(0, RUNS_SHOWN).map((run, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list of an entry never changes
          <li key={index}>
            {run.from === run.to
              ? dayOf(run.from)
              : t('audit.run', { from: dayOf(run.from), to: dayOf(run.to) })}
            {' · '}
            {stateOf(run.state)}
          </li>
        ))}
        {more > 0 && <li className="text-muted">{t('audit.moreRuns', { count: more })}</li>}
      </ul>
    </details>
  );
}

function useTarget(entry: Entry, words: AuditWords): string {
  const t = useTranslations('audit');
  const target = targetOf(entry.target);
  if (target?.kind === 'accommodation') return words.accommodation(Number(target.id));
  if (target?.kind === 'member') return words.member(target.id);
  if (target?.kind === 'booking') return t('targets.booking', { id: target.id });
  return entry.supplierId === null ? '' : words.supplier(entry.supplierId);
}

/** As it arrives: what is not told is left out. */
export type Entry = Omit<AuditEntryView, 'before' | 'after'> &
  Partial<Pick<AuditEntryView, 'before' | 'after'>>;

interface Props {
  entry: Entry;
  /** Of the day, in the property's zone. */
  time: string;
  words: AuditWords;
}

/** One thing that was done: when, by whom, what, and what it changed. */
export function AuditEntry({ entry, time, words }: Props) {
  const t = useTranslations('audit');
  const target = useTarget(entry, words);
  const lines = linesOf(entry.before, entry.after);
  const kind = t(`kinds.${entry.actorKind}`);
  // Only people and other programs have names that were given to them.
  const isNamed = entry.actorKind === 'user' || entry.actorKind === 'apiKey';
  const { runs, omitted } = sentRunsOf(entry.after);
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-line px-4 py-3 text-13 last:border-b-0 sm:grid-cols-[48px_200px_1fr] sm:px-6">
      <time dateTime={entry.at} className="figures text-muted">
        {time}
      </time>
      <div className="min-w-0">
        <p className="truncate font-medium">{isNamed ? entry.actorName : kind}</p>
        <p className="truncate text-12 text-muted">
          {[isNamed && kind, entry.address].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div className="min-w-0">
        <p>
          <span className="font-medium">{t(`actions.${actionKey(entry.action)}`)}</span>
          {target && <span className="wrap-anywhere text-muted"> · {target}</span>}
        </p>
        {lines.length > 0 && (
          <ul className="figures mt-0.5">
            {lines.map((line) => (
              <Line key={line.path.join('.')} line={line} words={words} />
            ))}
          </ul>
        )}
        {runs.length > 0 && <Runs runs={runs} omitted={omitted} />}
      </div>
    </li>
  );
}
