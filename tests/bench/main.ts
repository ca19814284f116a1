import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Supervisor } from '#scripts/lib/processes.mjs';
import type { Bench } from './bench.ts';
import { stopPrograms } from './processes.ts';
import { isMet, type Row, tableOf } from './report.ts';
import { calendarSection } from './sections/calendar.ts';
import { memorySection } from './sections/memory.ts';
import { pageSection } from './sections/page.ts';
import { peopleSection } from './sections/people.ts';
import { planSection } from './sections/plan.ts';
import { pushSection } from './sections/push.ts';
import { refreshSection } from './sections/refresh.ts';
import { sizeSection } from './sections/size.ts';
import { type Stand, startStand } from './stand.ts';

/** Longer than everything together takes; what hangs is ended. */
const DEADLINE_MS = 25 * 60_000;

const SECTIONS: Readonly<Record<string, (bench: Bench) => Promise<Row[]>>> = {
  plan: planSection,
  people: peopleSection,
  refresh: refreshSection,
  push: pushSection,
  calendar: calendarSection,
  page: pageSection,
  memory: memorySection,
  size: sizeSection,
};

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const names = values.only?.split(',') ?? Object.keys(SECTIONS);
  const unknown = names.filter((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown.length > 0)
    throw new Error(
      `No section ${unknown.join(', ')}; there are ${Object.keys(SECTIONS).join(', ')}`,
    );
  return { ...values, names };
}

async function run(supervisor: Supervisor): Promise<void> {
  const { names, quick, json } = readOptions();
  const say = (text: string) => void (json || console.log(text));
  let stand: Promise<Stand> | undefined;
  const bench: Bench = {
    supervisor,
    quick,
    stand: () => {
      stand ??= startStand(supervisor);
      return stand;
    },
    freshStand: async () => {
      await stopPrograms();
      (await stand)?.clear();
      stand = startStand(supervisor);
      return stand;
    },
  };
  const rows: Row[] = [];
  try {
    for (const name of names) {
      say(`${name} …`);
      rows.push(...((await SECTIONS[name]?.(bench)) ?? []));
    }
  } finally {
    await stopPrograms();
    (await stand?.catch(() => undefined))?.clear();
  }
  const missed = rows.filter((row) => isMet(row) === false).length;
  if (json)
    console.log(JSON.stringify({ quick, rows: rows.map((row) => ({ ...row, met: isMet(row) })) }));
  say(`\n${tableOf(rows)}\n`);
  say(
    `${quick ? 'Quick: short stretches, rough numbers. ' : ''}${missed} of ${rows.filter((row) => row.target !== undefined).length} targets missed on this machine (${cpus().length} cores, Node ${process.versions.node}).`,
  );
}

const supervisor = new Supervisor();
supervisor.stopOnSignals(stopPrograms);
const deadline = setTimeout(() => {
  console.error(`The bench did not end within ${DEADLINE_MS / 60_000} min.`);
  process.exit(1);
}, DEADLINE_MS);
try {
  await run(supervisor);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
clearTimeout(deadline);
await supervisor.stop();
