import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@libsql/client';
import { addDays, type CalendarDate, calendarDateOf } from '#server/kernel/calendar-date.ts';
import type { Bench } from '../bench.ts';
import { type Row, short } from '../report.ts';
import { type Stand, SUPPLIERS } from '../stand.ts';

const MOST_MB = 5;
/** What an owner of the house does in a year: new prices every week, for the next three months. */
const PUSHES_A_YEAR = 52;
const NIGHTS_A_PUSH = 90;
/** Units left that change upstream on their own, each day of the year once for every unit. */
const SALES_A_YEAR = 365;
const SETTLE_MS = 60_000;

/** Size of the database by unit and year: the mirror, and the history of a busy year. */
export async function sizeSection({ stand, quick }: Bench): Promise<Row[]> {
  const running = await stand();
  await running.addSupplier('house');
  const share = quick ? 0.1 : 1;
  const before = await storedIn(running);
  const pushes = Math.ceil(PUSHES_A_YEAR * share);
  for (let week = 0; week < pushes; week++) await pushPrices(running, week);
  await sell(running, Math.ceil(SALES_A_YEAR * share));
  const after = await storedIn(running);
  const mirror = before.mb / before.unitYears;
  const history = (after.mb - before.mb) / share / after.houseUnits;
  return [
    {
      section: 'size',
      measure: `database by unit and year: mirror + history of ${PUSHES_A_YEAR} price rounds`,
      result: `${short(mirror + history)} MB (${short(mirror)} + ${short(history)})`,
      value: mirror + history,
      unit: 'MB',
      target: MOST_MB,
      also: { changes: after.changes - before.changes, pushes },
    },
  ];
}

interface Stored {
  readonly mb: number;
  /** Units of all suppliers times the years of nights that are mirrored of them. */
  readonly unitYears: number;
  readonly houseUnits: number;
  readonly changes: number;
}

async function storedIn({ databaseFile }: Stand): Promise<Stored> {
  const client = createClient({ url: `file:${databaseFile}`, timeout: 5000 });
  const one = async (sql: string): Promise<number> =>
    Number((await client.execute(sql)).rows[0]?.[0] ?? 0);
  try {
    const bytes = (await one('PRAGMA page_count')) * (await one('PRAGMA page_size'));
    return {
      mb: bytes / 1e6,
      unitYears: await one(`SELECT sum(nights) / 365.0 FROM (
        SELECT max(to_day) - min(from_day) + 1 AS nights FROM rate_run
        GROUP BY supplier_id, accommodation_id)`),
      houseUnits: await one(
        `SELECT count(*) FROM accommodation WHERE supplier_id = ${SUPPLIERS.house}`,
      ),
      changes: await one('SELECT count(*) FROM mirror_change'),
    };
  } finally {
    client.close();
  }
}

/** Another price for every room and rate type, and waits until upstream has them. */
async function pushPrices({ api }: Stand, week: number): Promise<void> {
  const supplierId = SUPPLIERS.house;
  const day: CalendarDate = calendarDateOf('2026-01-01');
  const { today, rates } = await api.calendar.get.query({ supplierId, from: day, to: day });
  const from = addDays(calendarDateOf(today), week * 7);
  const to = addDays(from, NIGHTS_A_PUSH - 1);
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: randomUUID() },
    changes: rates.flatMap(({ accommodationId, rateTypeId }, i) => [
      // Week-ends cost more, so that there are as many runs as an owner's prices make.
      ...[{ weekdays: [1, 2, 3, 4, 7] }, { weekdays: [5, 6] }].map(({ weekdays }, j) => ({
        ...{ accommodationId, rateTypeId, from, to, weekdays },
        set: { priceCents: 9_000 + 100 * i + 2_000 * j + week },
      })),
    ]),
  });
  const until = Date.now() + SETTLE_MS;
  for (;;) {
    const { state, counts } = await api.bulkUpdates.get.query({ batchId });
    if (state === 'done') return;
    if (state !== 'running' || Date.now() > until)
      throw new Error(`A push of prices ended as ${state}: ${JSON.stringify(counts)}`);
    await pause(20);
  }
}

/** Units sold upstream, one night after the other, read again ten at a time. */
async function sell(stand: Stand, nights: number): Promise<void> {
  const supplierId = SUPPLIERS.house;
  const first = calendarDateOf(new Date().toISOString().slice(0, 10));
  for (let i = 0; i < nights; i++) {
    const date = addDays(first, i);
    for (const accommodationId of [1, 2, 3]) {
      const body = { supplierId, accommodationId, kind: 'stock', date, value: i % 2 };
      const answer = await fetch(`${stand.upstream.control}/day`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`The stub said ${answer.status} to a sale`);
    }
    if (i % 10 === 9) await stand.refresh('house');
  }
  await stand.refresh('house');
}
