// @ts-check
import { callProcedure } from '../lib/http.mjs';

/**
 * @typedef {{ url: string, apiKey: string }} Door
 * @typedef {{ part: string, code: string, asOf: string | null, detail: string | null }} Warning
 * @typedef {{ id: number, asOf: string | null, stale: boolean }} Supplier
 */

/**
 * Waits until the app has read every part of every supplier once from upstream. What was read
 * before and has only grown old is read again meanwhile by the app itself.
 * @param {Door & { supplierIds: readonly number[], print?: (line: string) => void }} what
 * @returns {Promise<void>}
 */
export async function firstRead({ supplierIds, print = console.log, ...door }) {
  const known = await suppliers(door);
  const read = await Promise.all(supplierIds.map((id) => wasRead(door, id, known.get(id))));
  const unread = supplierIds.filter((_, index) => !read[index]);
  for (const [index, supplierId] of unread.entries()) {
    print(`Reading supplier ${supplierId} (${index + 1} of ${unread.length}) …`);
    await readOnce(door, supplierId, print);
  }
}

/**
 * Reads a supplier now; what could not be read is told and left to the app to try again.
 * @param {Door} door
 * @param {number} supplierId
 * @param {(line: string) => void} print
 */
async function readOnce(door, supplierId, print) {
  try {
    const call = { ...door, path: 'suppliers.refresh', input: { supplierId } };
    const { warnings } = await callProcedure({ ...call, type: 'mutation' });
    for (const { part, code, detail } of /** @type {Warning[]} */ (warnings)) {
      print(`  ${part}: ${code}${detail ? ` (${detail})` : ''}`);
    }
  } catch (error) {
    print(`  ${error instanceof Error ? error.message : String(error)}`);
  }
  if ((await suppliers(door)).get(supplierId)?.stale === false) return;
  print(`Supplier ${supplierId} could not be read completely; the app will try again.`);
}

/**
 * Whether every part was read once, however long ago.
 * @param {Door} door
 * @param {number} supplierId
 * @param {Supplier | undefined} supplier
 * @returns {Promise<boolean>}
 */
async function wasRead(door, supplierId, supplier) {
  if (supplier?.stale === false) return true;
  if (!supplier?.asOf) return false;
  const today = new Date().toISOString().slice(0, 10);
  const input = { supplierId, from: today, to: today };
  const { warnings } = await callProcedure({
    ...door,
    ...{ type: 'query', path: 'calendar.get', input },
  });
  // Parts are noted together at the end of a read: one without good data says so in a warning.
  return /** @type {Warning[]} */ (warnings).every(({ asOf }) => asOf !== null);
}

/** @param {Door} door @returns {Promise<Map<number, Supplier>>} */
async function suppliers(door) {
  /** @type {Supplier[]} */
  const listed = await callProcedure({ ...door, type: 'query', path: 'suppliers.list' });
  return new Map(listed.map((one) => [one.id, one]));
}
