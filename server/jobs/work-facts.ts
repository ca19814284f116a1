import type { Database } from '#server/db/client.ts';
import { maybeNumberIn, numberIn, type Query, readTogether, textIn } from '#server/db/read.ts';

/** Counts by state; a state that is absent has none. */
type Counts = Readonly<Record<string, number>>;

/** How many jobs and items there are by state, and how long the oldest due job waits. */
export interface QueueFacts {
  readonly jobs: Counts;
  readonly oldestReadyMs: number;
  readonly items: Counts;
}

function counted(sql: string): Query<Counts> {
  return {
    sql,
    args: [],
    read: (rows) =>
      Object.fromEntries(rows.map((row) => [textIn(row, 'state'), numberIn(row, 'n')])),
  };
}

const OLDEST: Query<number> = {
  sql: `SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) - min(run_at) AS age FROM job
    WHERE state = 'ready' AND run_at <= CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
  args: [],
  read: ([row]) => (row ? (maybeNumberIn(row, 'age') ?? 0) : 0),
};

/** Over all tenants, as counts alone: for the operator's metrics. */
export async function queueFacts(database: Database): Promise<QueueFacts> {
  const [jobs, oldestReadyMs, items] = await readTogether(database, [
    counted(`SELECT state, count(*) AS n FROM job WHERE state IN ('ready', 'running', 'dead')
      GROUP BY state`),
    OLDEST,
    counted('SELECT state, count(*) AS n FROM push_item GROUP BY state'),
  ]);
  return { jobs, oldestReadyMs, items };
}
