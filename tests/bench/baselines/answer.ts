import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createClient } from '@libsql/client';

/** A statement as the client of the database takes it. */
export interface BareStatement {
  sql: string;
  args: (string | number | null)[];
}

/** What a bare server is told: the database, and the statements that the product itself sends. */
export interface BarePlan {
  readonly databaseUrl: string;
  /** The calendar's statements by the name of what is read. */
  readonly selects: Readonly<Record<string, BareStatement[]>>;
  /** The headers that the product puts on its answers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a bare server answers. */
export interface BareAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const KEY = `SELECT id, org_id, name, last_used_at FROM api_key
  WHERE sha256 = ? AND revoked_at IS NULL LIMIT 1`;

/**
 * The least that answers the same question: one indexed select for the key, the product's own
 * statements as one batch, and `JSON.stringify` of the rows as they are. Reads only.
 */
export function openBare(
  planFile: string,
): (authorization: string | null, of: string) => Promise<BareAnswer> {
  const plan: BarePlan = JSON.parse(readFileSync(planFile, 'utf8'));
  const client = createClient({ url: plan.databaseUrl, timeout: 5000 });
  const headers = { ...plan.headers, 'content-type': 'application/json' };
  return async (authorization, of) => {
    const key = authorization?.replace('Bearer ', '') ?? '';
    const sha256 = createHash('sha256').update(key).digest('hex');
    const found = await client.execute({ sql: KEY, args: [sha256] });
    const select = plan.selects[of];
    if (found.rows.length === 0 || !select) return { status: 401, headers, body: '{}' };
    const results = await client.batch(select, 'read');
    return { status: 200, headers, body: JSON.stringify(results.map(({ rows }) => rows)) };
  };
}
