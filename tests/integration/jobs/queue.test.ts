import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { organization } from '#server/db/schema/index.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import type { NewJob } from '#server/domain/suppliers/jobs.ts';
import {
  buryJob,
  type ClaimedJob,
  claimJob,
  createJobQueue,
  exhaustedJobs,
  heartbeat,
  openJobs,
  type Settlement,
  settleJob,
  writeUnderLease,
} from '#server/jobs/queue.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

const KINDS = ['push.item', 'supplier.refresh'];
const LONG = 60_000;
const DONE: Settlement = { as: 'done', effects: [] };

let database: TestDatabase;
let base: NewJob;
beforeEach(async () => {
  database = await createTestDatabase();
  await database.db.insert(organization).values({ id: 'o', name: 'Org', createdAt: new Date(0) });
  const tenant = await resolveOrganisation(database.db, 'o');
  base = {
    ...{
      kind: 'push.item',
      tenant,
      supplierId: 1,
      lane: null,
      dedupeKey: 'k',
      refId: 'r',
      requestId: 'q',
    },
  };
});
afterEach(() => database.destroy());

async function enqueue(...jobs: Partial<NewJob>[]) {
  const queue = createJobQueue(database, () => {});
  for (const job of jobs) await database.batch([queue.enqueue({ ...base, ...job })]);
}

const claim = (leaseMs = LONG) => claimJob(database, KINDS, leaseMs);

async function claimed(leaseMs = LONG): Promise<ClaimedJob> {
  const job = await claim(leaseMs);
  if (!job) throw new Error('There is nothing to claim');
  return job;
}

/** An effect that can be counted. */
const mark = (id: string) =>
  database.db.insert(organization).values({ id, name: 'mark', createdAt: new Date(0) });

const marks = async () => {
  const { rows } = await database.client.execute(
    `SELECT id FROM organization WHERE name = 'mark' ORDER BY id`,
  );
  return rows.map(({ id }) => id);
};

const jobs = async () => {
  const { rows } = await database.client.execute(
    'SELECT ref_id, state, attempts, last_error_code FROM job ORDER BY id',
  );
  return rows.map((row) => ({ ...row }));
};

/** Lets a lease run out by the database's own clock. */
const expire = ({ id }: ClaimedJob) =>
  database.client.execute({ sql: 'UPDATE job SET lease_until = 1 WHERE id = ?', args: [id] });

describe('the fence', () => {
  test('of twenty who claim at once exactly one gets the job', async () => {
    await enqueue({});
    const got = await Promise.all(Array.from({ length: 20 }, () => claim()));
    expect(got.filter((job) => job !== null)).toHaveLength(1);
  });

  test('a job done under its lease writes its effects and ends, once', async () => {
    await enqueue({});
    const job = await claimed();
    expect(await settleJob(database, job, { ...DONE, effects: [mark('a')] })).toBe('written');
    expect(await settleJob(database, job, { ...DONE, effects: [mark('b')] })).toBe('lost_lease');
    expect(await marks()).toEqual(['a']);
    expect(await claim()).toBeNull();
  });

  test('a job whose token was replaced writes nothing', async () => {
    await enqueue({});
    const slow = await claimed();
    await expire(slow);
    const fast = await claimed();
    expect(fast).toMatchObject({ id: slow.id, attempts: 2 });
    expect(fast.token).not.toBe(slow.token);
    expect(await writeUnderLease(database, slow, [mark('late')])).toBe('lost_lease');
    expect(await settleJob(database, slow, { ...DONE, effects: [mark('late')] })).toBe(
      'lost_lease',
    );
    expect(await heartbeat(database, slow, LONG)).toBe(false);
    expect(await marks()).toEqual([]);
    expect(await settleJob(database, fast, { ...DONE, effects: [mark('ours')] })).toBe('written');
    expect(await marks()).toEqual(['ours']);
  });

  test('a lease that ran out writes nothing even before somebody else claims', async () => {
    await enqueue({});
    const job = await claimed();
    await expire(job);
    expect(await writeUnderLease(database, job, [mark('late')])).toBe('lost_lease');
    expect(await marks()).toEqual([]);
  });

  test('an effect that fails takes the acknowledgement with it', async () => {
    await enqueue({});
    const job = await claimed();
    const twice: Settlement = { ...DONE, effects: [mark('x'), mark('x')] };
    await expect(settleJob(database, job, twice)).rejects.toThrow();
    expect(await marks()).toEqual([]);
    expect(await jobs()).toMatchObject([{ state: 'running' }]);
    expect(await settleJob(database, job, DONE)).toBe('written');
  });

  test('a heartbeat keeps the lease', async () => {
    await enqueue({});
    const job = await claimed();
    await database.client.execute(
      `UPDATE job SET lease_until = CAST(unixepoch('subsec') * 1000 AS INTEGER) + 200`,
    );
    expect(await heartbeat(database, job, LONG)).toBe(true);
    expect(await claim()).toBeNull();
    const { rows } = await database.client.execute(
      `SELECT lease_until - unixepoch('subsec') * 1000 > 30000 AS kept FROM job`,
    );
    expect(rows[0]?.kept).toBe(1);
  });
});

describe('lanes, folding and order', () => {
  test('jobs of one lane run one after the other, in the order they came', async () => {
    const lane = 'l';
    await enqueue(
      { lane, dedupeKey: '1', refId: 'first' },
      { lane, dedupeKey: '2', refId: 'second' },
      { lane: 'other', dedupeKey: '3', refId: 'third' },
    );
    const first = await claimed();
    const third = await claimed();
    expect([first.refId, third.refId]).toEqual(['first', 'third']);
    expect(await claim()).toBeNull();
    await settleJob(database, first, DONE);
    expect((await claimed()).refId).toBe('second');
  });

  test('an expired holder blocks its lane until it is itself claimed again', async () => {
    await enqueue(
      { lane: 'l', dedupeKey: '1', refId: 'first' },
      { lane: 'l', dedupeKey: '2', refId: 'second' },
    );
    await expire(await claimed());
    expect((await claimed()).refId).toBe('first');
    expect(await claim()).toBeNull();
  });

  test('a job folds into one that waits, not into one that runs', async () => {
    await enqueue({ refId: 'one' }, { refId: 'two' });
    expect(await jobs()).toMatchObject([{ ref_id: 'one' }]);
    await claimed();
    await enqueue({ refId: 'three' }, { refId: 'four' });
    expect(await jobs()).toMatchObject([
      { ref_id: 'one', state: 'running' },
      { ref_id: 'three', state: 'ready' },
    ]);
  });

  test('a job that goes back to wait while a newer one waits ends as folded', async () => {
    await enqueue({ refId: 'old' });
    const old = await claimed();
    await enqueue({ refId: 'new' });
    const again: Settlement = { as: 'again', delayMs: 0, counts: true, effects: [] };
    expect(await settleJob(database, old, again)).toBe('written');
    expect(await jobs()).toMatchObject([
      { ref_id: 'old', state: 'done' },
      { ref_id: 'new', state: 'ready' },
    ]);
    expect((await claimed()).refId).toBe('new');
  });

  test('a job that may join a running one makes no further one', async () => {
    await enqueue({ refId: 'one', joinsRunning: true });
    await claimed();
    await enqueue({ refId: 'two', joinsRunning: true });
    expect(await jobs()).toHaveLength(1);
  });

  test('a job of a kind that this release does not know is left alone', async () => {
    await enqueue({});
    await database.client.execute(`UPDATE job SET kind = 'from.a.newer.release'`);
    expect(await claim()).toBeNull();
    expect(await jobs()).toMatchObject([{ state: 'ready', attempts: 0 }]);
  });

  test('a job put off is claimed when its time comes, not before', async () => {
    await enqueue({});
    const later: Settlement = { as: 'again', delayMs: LONG, counts: false, effects: [] };
    await settleJob(database, await claimed(), later);
    expect(await claim()).toBeNull();
    await database.client.execute('UPDATE job SET run_at = 1');
    expect(await claimed()).toMatchObject({ attempts: 1 });
  });
});

describe('tries', () => {
  test('waiting as planned costs no try, a failure does', async () => {
    await enqueue({});
    const waits: Settlement = { as: 'again', delayMs: 0, counts: false, effects: [] };
    for (let i = 0; i < 12; i++) await settleJob(database, await claimed(), waits);
    expect(await jobs()).toMatchObject([{ attempts: 0, state: 'ready' }]);
    await settleJob(database, await claimed(), { ...waits, counts: true, errorCode: 'UPSTREAM' });
    expect(await jobs()).toMatchObject([{ attempts: 1, last_error_code: 'UPSTREAM' }]);
  });

  test('a job that failed eight times is claimed no more and is buried with its effects', async () => {
    await enqueue({ lane: 'l' }, { lane: 'l', dedupeKey: 'next', refId: 'next' });
    const fails: Settlement = { as: 'again', delayMs: 0, counts: true, effects: [] };
    for (let i = 0; i < 8; i++) {
      const job = await claimed();
      expect(job.refId).toBe('r');
      await settleJob(database, job, fails);
      await database.client.execute(`UPDATE job SET run_at = 1 WHERE ref_id = 'r'`);
    }
    const [dead, ...others] = await exhaustedJobs(database);
    expect(others).toEqual([]);
    expect(dead?.refId).toBe('r');
    if (dead) await buryJob(database, dead, [mark('told')]);
    expect(await marks()).toEqual(['told']);
    expect(await jobs()).toMatchObject([{ state: 'dead', attempts: 8 }, { state: 'ready' }]);
    expect((await claimed()).refId).toBe('next');
    expect(await openJobs(database)).toBe(1);
  });

  test('a job that two find dead at the same time is buried once', async () => {
    await enqueue({ lane: 'l' });
    for (let i = 0; i < 8; i++) await expire(await claimed());
    const found = await Promise.all([exhaustedJobs(database), exhaustedJobs(database)]);
    const dead = found.flat();
    expect(dead).toHaveLength(2);
    await Promise.all(dead.map((job, i) => buryJob(database, job, [mark(`told ${i}`)])));
    expect(await marks()).toHaveLength(1);
  });

  test('a job whose last holder died is buried, so that its lane goes on', async () => {
    await enqueue({ lane: 'l' }, { lane: 'l', dedupeKey: 'next', refId: 'next' });
    for (let i = 0; i < 8; i++) await expire(await claimed());
    expect(await claim()).toBeNull();
    const [dead] = await exhaustedJobs(database);
    if (dead) await buryJob(database, dead, []);
    expect((await claimed()).refId).toBe('next');
  });
});
