import type { Database, Statement } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { STOCK_ROW } from '#server/domain/mirror/history.ts';
import { cellKey } from '#server/domain/pushes/push-others.ts';
import { stockRows } from '#server/domain/stock/data.ts';
import { loadSupplier } from '#server/domain/suppliers/data.ts';
import { dateInZone, type EpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import {
  cellsSent,
  changesToSee,
  type DriftRow,
  type DriftScope,
  movedSinceBookings,
  newestPlace,
  openDrift,
  type PlacedChange,
  type SentCell,
  stockBases,
  unitsTaken,
  type Watch,
  watchRow,
} from './data.ts';
import { basisWrite, driftWrites, storedBasis, watchWrites } from './drift-writes.ts';
import { driftOf, foldRates, judgeStock, type SeenChange, sameHeld } from './rules.ts';

/** What looking for drift works with. */
export interface Watching extends DriftScope {
  readonly database: Database;
  readonly clock: Clock;
  /** Writes at once; rejects when the job is no longer ours. */
  readonly write: (statements: readonly Statement[]) => Promise<void>;
}

/** How often it is tried again when somebody else judged or accepted meanwhile. */
const TRIES = 5;

/**
 * Looks through what changed in a supplier's mirror since the last time and keeps what upstream did
 * without us; `read` = what has just been read again for it. The first look takes everything as it
 * is. Never writes upstream.
 */
export async function recordDrift(watching: Watching, read?: 'recent' | 'full'): Promise<void> {
  const { database, clock, tenant, supplierId, write } = watching;
  for (let tries = 1; ; tries++) {
    const { supplier } = await loadSupplier(database, tenant, supplierId);
    const now = clock.now();
    const today = toEpochDay(dateInZone(now, supplier.timezone));
    const span = { from: today, to: Number.MAX_SAFE_INTEGER };
    const [watch, newest, changes, open, bases, units, taken, unexplained] = await readTogether(
      database,
      [
        watchRow(watching),
        newestPlace(),
        changesToSee(watching),
        openDrift(watching),
        stockBases(watching),
        stockRows({ tenant, supplierId, ...span }),
        unitsTaken(watching, today),
        movedSinceBookings(watching),
      ],
    );
    const seen = await seenChanges(watching, changes);
    const statements = [
      ...rateStatements(watching, { open, seen, today, now }),
      ...stockStatements(watching, {
        ...{ open, seen, today, now, bases, units, taken, unexplained },
      }),
    ];
    const after: Omit<Watch, 'version'> = {
      seen: newest,
      recentAt: read === undefined ? (watch?.recentAt ?? null) : now,
      fullAt: read === 'full' ? now : (watch?.fullAt ?? null),
    };
    if (watch && read === undefined && changes.length === 0 && statements.length === 0) return;
    try {
      await write([...watchWrites(database, watching, watch, after), ...statements]);
      return;
    } catch (error) {
      const [current] = await readTogether(database, [watchRow(watching)]);
      if (current?.version === watch?.version || tries >= TRIES) throw error;
    }
  }
}

type Seen = SeenChange & Pick<PlacedChange, 'accommodationId' | 'rateTypeId'>;

/** Changes with what of them is ours: also what a refresh saw before the sending read it back. */
async function seenChanges(
  watching: Watching,
  changes: readonly PlacedChange[],
): Promise<readonly Seen[]> {
  const alone = changes.filter(({ isPush }) => !isPush);
  if (alone.length === 0) return changes.map((change) => ({ ...change, isOurs: () => true }));
  const ids = [...new Set(alone.map(({ accommodationId }) => accommodationId))];
  const since = alone.reduce((least, { seenAt }) => Math.min(least, seenAt), Number.MAX_VALUE);
  const [cells] = await readTogether(watching.database, [cellsSent(watching, ids, since)]);
  const sent = Map.groupBy(cells, ({ accommodationId, rateTypeId, day }) =>
    keyOf(accommodationId, rateTypeId, day),
  );
  return changes.map((change) => ({
    ...change,
    isOurs: (day: EpochDay) =>
      change.isPush ||
      (sent.get(keyOf(change.accommodationId, change.rateTypeId || null, day)) ?? []).some((cell) =>
        isSeenEarly(cell, change),
      ),
  }));
}

function keyOf(accommodationId: number, rateTypeId: number | null, day: EpochDay): string {
  return `${accommodationId}:${cellKey(rateTypeId, day)}`;
}

function isSeenEarly({ sent, from, until }: SentCell, { after, seenAt }: PlacedChange): boolean {
  return sameHeld(sent, after) && from <= seenAt && seenAt <= (until ?? seenAt);
}

interface Looked {
  readonly open: readonly DriftRow[];
  readonly seen: readonly Seen[];
  readonly today: EpochDay;
  readonly now: number;
}

const rowKey = ({
  accommodationId,
  rateTypeId,
}: Pick<DriftRow, 'accommodationId' | 'rateTypeId'>) => `${accommodationId}:${rateTypeId}`;

function rateStatements(watching: Watching, { open, seen, today, now }: Looked): Statement[] {
  const isRate = ({ rateTypeId }: { rateTypeId: number }) => rateTypeId !== STOCK_ROW;
  const stored = Map.groupBy(open.filter(isRate), rowKey);
  const changes = Map.groupBy(seen.filter(isRate), rowKey);
  return [...new Set([...stored.keys(), ...changes.keys()])].flatMap((key) => {
    const rows = stored.get(key) ?? [];
    const own = changes.get(key) ?? [];
    const place = rows[0] ?? own[0];
    if (!place) return [];
    const folded = foldRates(openOf(rows), own, today);
    // Nights that have passed are no longer looked for, and cut nothing that is still to come.
    if (own.length === 0 && folded.runs.length > 0) return [];
    return driftWrites(watching.database, watching, place, rows, folded, { now, today });
  });
}

function openOf(rows: readonly DriftRow[]) {
  return driftOf(
    rows
      .map(({ from, to, ours, theirs, foundAt }) => ({
        from,
        to,
        value: { ours, theirs, foundAt },
      }))
      .sort((a, b) => a.from - b.from),
  );
}

interface LookedAtStock extends Looked {
  readonly bases: Awaited<ReturnType<ReturnType<typeof stockBases>['read']>>;
  readonly units: ReadonlyMap<number, DayRuns<number>>;
  readonly taken: ReadonlyMap<number, DayRuns<number>>;
  readonly unexplained: ReadonlyMap<number, readonly { from: EpochDay; to: EpochDay }[]>;
}

function stockStatements(watching: Watching, looked: LookedAtStock): Statement[] {
  const { open, seen, today, now, bases, units, taken, unexplained } = looked;
  const ids = new Set([...units.keys(), ...bases.keys()]);
  return [...ids].flatMap((accommodationId) => {
    const isOwn = (one: { accommodationId: number; rateTypeId: number }) =>
      one.accommodationId === accommodationId && one.rateTypeId === STOCK_ROW;
    const rows = open.filter(isOwn);
    const pushed = new Map<EpochDay, number>();
    const moved = new Map<EpochDay, number>();
    for (const { from, to, after, isOurs, seenAt } of seen.filter(isOwn))
      for (let day = Math.max(from, today); day <= to; day++) {
        if (isOurs(day) && typeof after === 'number') pushed.set(day, after);
        else moved.set(day, seenAt);
      }
    const basis = bases.get(accommodationId) ?? DayRuns.empty();
    const judged = judgeStock({
      ...{ basis, pushed, today, open: openOf(rows) },
      units: units.get(accommodationId) ?? DayRuns.empty(),
      taken: taken.get(accommodationId) ?? DayRuns.empty(),
      seenAt: (day) => moved.get(day) ?? now,
      isExplained: (day) =>
        !unexplained.get(accommodationId)?.some(({ from, to }) => from <= day && day <= to),
    });
    const isNewBasis = storedBasis(judged.basis) !== storedBasis(basis);
    const place = { accommodationId, rateTypeId: STOCK_ROW };
    return [
      ...driftWrites(watching.database, watching, place, rows, judged.open, { now, today }),
      ...(isNewBasis
        ? [basisWrite(watching.database, watching, accommodationId, judged.basis)]
        : []),
    ];
  });
}
