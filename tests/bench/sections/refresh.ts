import { calendarDateOf } from '#server/kernel/calendar-date.ts';
import type { Bench } from '../bench.ts';
import { type Row, short } from '../report.ts';
import { type MeasuredRefresh, type Stand, SUPPLIERS, type SupplierName } from '../stand.ts';

/** Booking summaries on a page of the list. */
const PER_PAGE = 100;

/** Upstream calls and time of a first refresh, and of one that finds nothing new. */
export async function refreshSection({ stand }: Bench): Promise<Row[]> {
  const running = await stand();
  const rows: Row[] = [];
  for (const name of ['house', 'campsite'] as const) {
    const first = await running.addSupplier(name);
    const again = await running.refresh(name);
    const { units, bookings } = await sizeOf(running, name);
    // The catalogue in two calls, three for each unit, the pages of the list, what changed.
    const least = 2 + 3 * units;
    const pages = Math.ceil(bookings / PER_PAGE);
    const size = `${units} units, ${bookings} bookings`;
    rows.push(rowOf(`${name}, first (${size})`, first, least + pages + bookings));
    rows.push(rowOf(`${name}, again without changes`, again, least + 1));
  }
  return rows;
}

function rowOf(measure: string, { calls, ms }: MeasuredRefresh, target: number): Row {
  const result = `${calls} upstream calls in ${short(ms / 1000)} s`;
  const also = { seconds: ms / 1000 };
  return { section: 'refresh', measure, result, value: calls, unit: 'calls', target, also };
}

/** Units by the product's answer, bookings by the upstream's own. */
async function sizeOf(
  { api, upstream }: Stand,
  name: SupplierName,
): Promise<{ units: number; bookings: number }> {
  const supplierId = SUPPLIERS[name];
  const day = calendarDateOf('2026-01-01');
  const { accommodations } = await api.calendar.get.query({ supplierId, from: day, to: day });
  const answer = await fetch(`${upstream.url}/fournisseur/${supplierId}/dossiers?nbParPage=1`, {
    headers: { authorization: `OsApiKey ${upstream.apiKey}` },
  });
  if (!answer.ok) throw new Error(`The stub's list of bookings: ${answer.status}`);
  const listed = (await answer.json()) as { data: { infoPage: { nbTotal: number } } };
  return { units: accommodations.length, bookings: listed.data.infoPage.nbTotal };
}
