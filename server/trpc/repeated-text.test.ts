import { describe, expect, test } from 'vitest';
import { RepeatedText } from './repeated-text.ts';

const runs = (from: number, length = 40) =>
  Array.from({ length }, (_, i) => ({ from: from + i, label: `nuit n° ${i} – “é” \\ \u2028` }));
const frozen = Object.freeze(runs(0));

/** What a client gets to read of a value that was answered with status 207. */
async function sent(value: unknown): Promise<Response> {
  const repeated = new RepeatedText();
  const body = JSON.stringify({ result: { data: repeated.cutOut(value) } });
  return repeated.putBack(new Response(body, { status: 207, headers: { 'x-own': '1' } }));
}

describe('repeated text', () => {
  test.each([
    ['one list', { a: 1, rows: [{ id: 1, runs: frozen, after: 'x' }] }],
    ['the same list twice and another', [frozen, [frozen], { b: Object.freeze(runs(100)) }]],
    ['a list alone', frozen],
    ['no such list', { rows: [{ runs: runs(0) }], none: null, text: 'x', n: 1.5 }],
    ['a short one', { runs: Object.freeze(runs(0, 3)) }],
    ['lists inside a long list', runs(0).map((row) => ({ ...row, runs: frozen }))],
  ])('reads as if it were written anew: %s', async (_name, value) => {
    for (let i = 0; i < 2; i++) {
      const answer = await sent(value);
      expect(await answer.text()).toBe(JSON.stringify({ result: { data: value } }));
      expect(answer.status).toBe(207);
      expect(answer.headers.get('x-own')).toBe('1');
    }
  });

  test('leaves the value itself as it was', () => {
    const value = { rows: [{ runs: frozen }], rest: [1] };
    const before = structuredClone(value);
    expect(new RepeatedText().cutOut(value)).not.toEqual(before);
    expect(value).toEqual(before);
  });

  test('does not take the text of a list that can still change', async () => {
    const list = runs(0);
    await sent({ list });
    list.push({ from: -1, label: 'new' });
    expect(await (await sent({ list })).text()).toContain('new');
  });

  test('no mark of another request stands for anything', async () => {
    const mark = new RepeatedText().cutOut(frozen);
    const answer = await sent({ guest: mark, runs: frozen });
    expect(await answer.json()).toEqual({ result: { data: { guest: mark, runs: frozen } } });
  });
});
