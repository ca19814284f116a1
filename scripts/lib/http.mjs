// @ts-check
import { setTimeout as pause } from 'node:timers/promises';

const ONE_TRY_MS = 10_000;

/**
 * Waits until an address answers with success, or until the program behind it has ended.
 * @param {string} url
 * @param {{ ended: Promise<{ code: number, tail: string }>, name: string, withinMs: number }} program
 * @returns {Promise<void>}
 */
export async function untilAnswers(url, { ended, name, withinMs }) {
  const end = Date.now() + withinMs;
  /** @type {{ code: number, tail: string } | undefined} */
  let over;
  void ended.then((result) => {
    over = result;
  });
  while (Date.now() < end) {
    if (over) throw new Error(`The ${name} ended with code ${over.code}:\n${over.tail}`);
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(ONE_TRY_MS) });
      await answer.arrayBuffer();
      if (answer.ok) return;
    } catch {
      // Not there yet.
    }
    await pause(50);
  }
  throw new Error(`The ${name} did not answer at ${url} within ${withinMs / 1000} s.`);
}

/**
 * Calls one procedure of the app as another program would.
 * @param {{ url: string, apiKey: string, type: 'query' | 'mutation', path: string, input?: unknown, withinMs?: number }} call
 * @returns {Promise<any>}
 */
export async function callProcedure({ url, apiKey, type, path, input, withinMs = 120_000 }) {
  const query = type === 'query' ? `?input=${encodeURIComponent(JSON.stringify(input ?? {}))}` : '';
  const answer = await fetch(`${url}/api/trpc/${path}${query}`, {
    method: type === 'query' ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    ...(type === 'query' ? {} : { body: JSON.stringify(input ?? {}) }),
    signal: AbortSignal.timeout(withinMs),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body?.error?.message ?? ''}`);
  return body.result.data;
}
