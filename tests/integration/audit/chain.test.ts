import type { InArgs } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { organization } from '#server/db/schema/index.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import {
  createSealer,
  sealChain,
  sealChains,
  sealedAfterWrites,
} from '#server/domain/audit/seal-chain.ts';
import { verifyChain, verifyChains } from '#server/domain/audit/verify-chain.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { eventually } from '#tests/support/world.ts';

const NOW = 1_800_000_000_000;

type Tenant = Awaited<ReturnType<typeof resolveOrganisation>>;

let database: TestDatabase;
let tenants: Record<string, Tenant>;
beforeEach(async () => {
  database = await createTestDatabase();
  const createdAt = new Date(0);
  await database.db.insert(organization).values([
    { id: 'a', name: 'Org A', createdAt },
    { id: 'b', name: 'Org B', createdAt },
  ]);
  const [a, b] = ['a', 'b'].map((id) => resolveOrganisation(database.db, id));
  tenants = { a: await a, b: await b } as Record<string, Tenant>;
});
afterEach(() => database.destroy());

const run = (sql: string, args: InArgs = []) => database.client.execute({ sql, args });

function recordOf(org: string, after: unknown) {
  const tenant = tenants[org];
  if (tenant === undefined) throw new Error(`There is no organisation ${org}`);
  const actor = { kind: 'user', id: 'u1', name: 'Zoé "=1"', tenant } as const;
  const by = { actor, requestId: 'r', address: '203.0.113.9' };
  const clock = { now: () => NOW };
  return auditRecord({ database, clock }, by, { action: 'settings.update', supplierId: 1, after });
}

/** Writes so many entries down, all in one batch. */
const write = (org: string, count: number) =>
  database.batch(Array.from({ length: count }, (_, i) => recordOf(org, { price: i })));

const places = async (org: string) => {
  const { rows } = await run('SELECT seq, hash FROM audit_entry WHERE org_id = ? ORDER BY id', [
    org,
  ]);
  return rows.map(({ seq, hash }) => [seq, hash]);
};

const verified = (org = 'a', now = NOW) => verifyChain(database, org, now);

/** As somebody who owns the file: without the triggers. */
async function tamper(...statements: string[]) {
  const { rows } = await run(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`);
  for (const { name } of rows) await run(`DROP TRIGGER ${name}`);
  for (const statement of statements) await run(statement);
  for (const { sql } of rows) await run(String(sql));
}

describe('chaining', () => {
  test('gives every entry of every organisation its place, in order, page after page', async () => {
    await write('a', 1203);
    await write('b', 2);
    await sealChains(database);
    const chain = await places('a');
    expect(chain.map(([seq]) => seq)).toEqual(Array.from({ length: 1203 }, (_, i) => i + 1));
    expect(new Set(chain.map(([, hash]) => hash)).size).toBe(1203);
    await write('a', 1);
    await sealChains(database);
    expect((await places('a')).slice(0, 1203)).toEqual(chain);
    expect(await verifyChains(database, NOW)).toMatchObject([
      { organisationId: 'a', fault: null, waiting: 0, head: { seq: 1204 } },
      { organisationId: 'b', fault: null, waiting: 0, head: { seq: 2 } },
    ]);
    await tamper(`UPDATE audit_entry SET target = 'x' WHERE org_id = 'a' AND seq = 1001`);
    expect(await verified()).toMatchObject({ fault: { fault: 'changed', seq: 1001 } });
  });

  test('by ten at once, while others write, forks nothing and leaves nothing', async () => {
    await write('a', 700);
    const sealing = Array.from({ length: 10 }, () => sealChain(database, 'a'));
    const writing = Array.from({ length: 20 }, () => write('a', 7));
    await Promise.all([...sealing, ...writing]);
    await sealChain(database, 'a');
    expect(await verified()).toMatchObject({ fault: null, waiting: 0, head: { seq: 840 } });
  });

  test('follows a write that wrote something down, and only such a write', async () => {
    let wakes = 0;
    const sealer = createSealer(database, () => {});
    const wake = () => {
      wakes += 1;
      sealer.wake();
    };
    const watched = sealedAfterWrites(database, { ...sealer, wake });
    await watched.batch([database.db.update(organization).set({ name: 'Org' })]);
    expect(wakes).toBe(0);
    await watched.batch([recordOf('a', 1)]);
    expect(wakes).toBe(1);
    await eventually('the place', async () => ((await places('a'))[0]?.[0] === 1 ? true : null));
  });

  test('that fails is told and done at the next wake', async () => {
    const errors: unknown[] = [];
    const sealer = createSealer(database, (error) => errors.push(error));
    await write('a', 3);
    await run('ALTER TABLE audit_head RENAME TO audit_head_gone');
    sealer.wake();
    await eventually('the failure', async () => (errors.length > 0 ? true : null));
    await run('ALTER TABLE audit_head_gone RENAME TO audit_head');
    sealer.wake();
    await eventually('the chain', async () => ((await verified()).head?.seq === 3 ? true : null));
    expect(errors).toHaveLength(1);
  });

  test('that is late is told', async () => {
    await write('a', 3);
    expect(await verified('a', NOW + 300_000)).toMatchObject({ fault: null, waiting: 0 });
    expect(await verified('a', NOW + 300_001)).toMatchObject({ fault: null, waiting: 3 });
  });
});

describe('the triggers', () => {
  test.each([
    ['a chained entry is changed', `UPDATE audit_entry SET after_json = '{}' WHERE seq = 2`],
    ['a chained entry is chained anew', `UPDATE audit_entry SET seq = 9, hash = 'x' WHERE seq = 2`],
    ['a waiting entry is changed', `UPDATE audit_entry SET actor_name = 'x' WHERE seq IS NULL`],
    [
      'a waiting entry is changed while it is chained',
      `UPDATE audit_entry SET seq = 9, hash = 'x', after_json = '{}' WHERE seq IS NULL`,
    ],
    [
      'a waiting entry takes the place of a chained one',
      `UPDATE OR REPLACE audit_entry SET seq = 2, hash = 'x' WHERE seq IS NULL`,
    ],
    ['an entry is removed', 'DELETE FROM audit_entry WHERE seq = 2'],
    ['a waiting entry is removed', 'DELETE FROM audit_entry WHERE seq IS NULL'],
    [
      'an entry is replaced',
      `INSERT OR REPLACE INTO audit_entry (id, org_id, at, actor_kind, actor_id, actor_name,
        request_id, action) VALUES (2, 'a', 0, 'user', 'u', 'n', 'r', 'guest.erase')`,
    ],
    [
      'an entry comes chained already',
      `REPLACE INTO audit_entry (org_id, at, actor_kind, actor_id, actor_name, request_id, action,
        seq, hash) VALUES ('a', 0, 'user', 'u', 'n', 'r', 'guest.erase', 2, 'x')`,
    ],
    ['the head is set back', 'UPDATE audit_head SET seq = 1'],
    ['the head is changed', `UPDATE audit_head SET hash = 'x'`],
    ['the head is given to another organisation', `UPDATE audit_head SET org_id = 'b', seq = 9`],
    ['the head is removed', 'DELETE FROM audit_head'],
    ['the head is replaced', `REPLACE INTO audit_head (org_id, seq, hash) VALUES ('a', 1, 'x')`],
    [
      'the head is replaced by an upsert',
      `INSERT INTO audit_head (org_id, seq, hash) VALUES ('a', 1, 'x')
        ON CONFLICT DO UPDATE SET hash = excluded.hash`,
    ],
  ])('refuse it when %s', async (_, statement) => {
    await write('a', 3);
    await sealChains(database);
    await write('a', 1);
    const dump = async () => [
      (await run('SELECT * FROM audit_entry ORDER BY id')).rows,
      (await run('SELECT * FROM audit_head')).rows,
    ];
    const before = await dump();
    await expect(run(statement)).rejects.toThrow(/audit/);
    expect(await dump()).toEqual(before);
  });
});

describe('an owner of the file who', () => {
  beforeEach(async () => {
    await write('a', 12);
    await write('b', 3);
    await sealChains(database);
    expect(await verified()).toMatchObject({ fault: null });
  });

  const swap = (a: number, b: number) => [
    `UPDATE audit_entry SET seq = -1 WHERE org_id = 'a' AND seq = ${a}`,
    `UPDATE audit_entry SET seq = ${a} WHERE org_id = 'a' AND seq = ${b}`,
    `UPDATE audit_entry SET seq = ${b} WHERE org_id = 'a' AND seq = -1`,
  ];

  test.each([
    ...['after_json', 'before_json', 'target', 'action', 'actor_id', 'actor_name', 'address'].map(
      (column): [string, string[], object] => [
        `changes the ${column} of an entry`,
        [`UPDATE audit_entry SET ${column} = '{"price":1}' WHERE seq = 7 AND org_id = 'a'`],
        { fault: 'changed', seq: 7 },
      ],
    ),
    ...['at', 'supplier_id'].map((column): [string, string[], object] => [
      `changes the ${column} of an entry`,
      [`UPDATE audit_entry SET ${column} = 7 WHERE seq = 1 AND org_id = 'a'`],
      { fault: 'changed', seq: 1 },
    ]),
    ['empties a column', [`UPDATE audit_entry SET address = NULL WHERE seq = 5`], { seq: 5 }],
    ['changes the last entry', [`UPDATE audit_entry SET target = 'x' WHERE seq = 12`], { seq: 12 }],
    ['removes the first', [`DELETE FROM audit_entry WHERE seq = 1`], { fault: 'removed', seq: 1 }],
    ['removes one', [`DELETE FROM audit_entry WHERE seq = 6`], { fault: 'removed', seq: 6 }],
    [
      'cuts the end off',
      ['DELETE FROM audit_entry WHERE seq > 9'],
      { fault: 'head_ahead', seq: 12 },
    ],
    ['removes all', [`DELETE FROM audit_entry WHERE org_id = 'a'`], { fault: 'head_ahead' }],
    ['swaps two', swap(7, 8), { fault: 'reordered', seq: 7 }],
    [
      'gives one to another organisation',
      [`UPDATE audit_entry SET org_id = 'b', seq = 4 WHERE org_id = 'a' AND seq = 12`],
      { fault: 'head_ahead' },
    ],
    [
      'sets the head back',
      [
        `UPDATE audit_head SET seq = 9, hash = (SELECT hash FROM audit_entry
        WHERE org_id = 'a' AND seq = 9) WHERE org_id = 'a'`,
      ],
      { fault: 'head_behind', seq: 9 },
    ],
    [
      'removes the head',
      [`DELETE FROM audit_head WHERE org_id = 'a'`],
      { fault: 'head_behind', seq: 0 },
    ],
    [
      'changes the head',
      [`UPDATE audit_head SET hash = 'x' WHERE org_id = 'a'`],
      { fault: 'head_differs', seq: 12 },
    ],
  ] satisfies [string, string[], object][])('%s is found out', async (_, statements, fault) => {
    await tamper(...statements);
    expect((await verified()).fault).toMatchObject(fault);
  });
});
