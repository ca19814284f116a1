import type { Client } from '@libsql/client';
import type { Database } from '#server/db/client.ts';
import type { Metrics } from './metrics.ts';

/** Counts and times every statement that goes through this database's client. */
export function measureDatabase({ client }: Database, metrics: Metrics): void {
  const measured = async <T>(count: number, run: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    let isOk = false;
    try {
      const result = await run();
      isOk = true;
      return result;
    } finally {
      metrics.ran(count, isOk, performance.now() - startedAt);
    }
  };
  const execute = client.execute.bind(client) as (
    ...args: unknown[]
  ) => ReturnType<Client['execute']>;
  const batch = client.batch.bind(client);
  client.execute = (...args: unknown[]) => measured(1, () => execute(...args));
  client.batch = (statements, mode) => measured(statements.length, () => batch(statements, mode));
}
