import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EditField, FieldValue } from '../model/cells.ts';
import { eachEdit, editsFrom, summaryOf, type WantedEdit } from './edits.ts';
import { decodeEdits, encodeEdits } from './storage.ts';
import { StagedStore, type TextStorage } from './store.ts';

function memory(): TextStorage & { full: boolean } {
  const texts = new Map<string, string>();
  return {
    full: false,
    getItem: (key) => texts.get(key) ?? null,
    setItem(key, value) {
      if (this.full) throw new Error('quota');
      texts.set(key, value);
    },
    removeItem: (key) => texts.delete(key),
  };
}

function want(
  line: string,
  day: number,
  field: EditField,
  before: FieldValue | null,
  after: FieldValue,
): WantedEdit {
  return { line, day, field, before, after };
}

const list = (store: StagedStore) => [...eachEdit(store.snapshot().edits)];

test('two rate types of one night are two edits', () => {
  const store = new StagedStore(memory(), 'k');
  store.stage([want('1/2', 9, 'priceCents', 100, 120)]);
  store.stage([want('1/3', 9, 'priceCents', 100, 130)]);
  expect(list(store)).toHaveLength(2);
  expect(summaryOf(store.snapshot().edits)).toEqual({ changes: 2, nights: 1, differenceCents: 50 });
});

test('the value upstream un-stages', () => {
  const store = new StagedStore(memory(), 'k');
  store.stage([want('1/2', 9, 'open', true, false)]);
  store.stage([want('1/2', 9, 'open', true, true)]);
  expect(store.snapshot().edits.size).toBe(0);
});

test('edits survive a new start', () => {
  const storage = memory();
  new StagedStore(storage, 'k').stage([want('1/2', 9, 'priceCents', null, 12050)]);
  expect(list(new StagedStore(storage, 'k'))).toEqual([want('1/2', 9, 'priceCents', null, 12050)]);
});

test('undo and redo have no limit', () => {
  const store = new StagedStore(memory(), 'k');
  for (let i = 1; i <= 500; i++) store.stage([want('1/2', i, 'minStay', 1, 2)]);
  for (let i = 0; i < 500; i++) store.undo();
  expect(store.snapshot()).toMatchObject({ canUndo: false, canRedo: true });
  expect(list(store)).toEqual([]);
  for (let i = 0; i < 500; i++) store.redo();
  expect(list(store)).toHaveLength(500);
});

test('two tabs add up, and neither undoes what the other wrote over it', () => {
  const storage = memory();
  const [left, right] = [new StagedStore(storage, 'k'), new StagedStore(storage, 'k')];
  left.stage([want('1/2', 1, 'priceCents', 100, 110)]);
  right.stage([want('1/2', 2, 'priceCents', 100, 120)]);
  left.onStorage({ key: 'k' });
  expect(list(left)).toHaveLength(2);
  right.stage([want('1/2', 1, 'priceCents', 100, 115)]);
  left.undo();
  expect(list(left)).toContainEqual(want('1/2', 1, 'priceCents', 100, 115));
});

test('what was sent is let go and does not come back by undo; what was typed since stays', () => {
  const store = new StagedStore(memory(), 'k');
  store.stage([want('1/2', 1, 'priceCents', 100, 110), want('1/2', 2, 'priceCents', 100, 110)]);
  const sent = store.snapshot().edits;
  store.stage([want('1/2', 2, 'priceCents', 100, 140)]);
  store.release(sent);
  expect(list(store)).toEqual([want('1/2', 2, 'priceCents', 100, 140)]);
  store.undo();
  store.undo();
  expect(list(store)).not.toContainEqual(want('1/2', 1, 'priceCents', 100, 110));
});

test('a browser that stores nothing loses nothing in this tab', () => {
  const storage = memory();
  storage.full = true;
  const store = new StagedStore(storage, 'k');
  store.stage([want('1/2', 1, 'priceCents', 100, 110)]);
  store.stage([want('1/2', 2, 'priceCents', 100, 110)]);
  expect(store.snapshot().isUnstored).toBe(true);
  expect(list(store)).toHaveLength(2);
});

test('a random walk of steps is taken back exactly', () => {
  const edit = fc.record({
    line: fc.constantFrom('1/2', '1/3'),
    day: fc.integer({ min: 0, max: 5 }),
    field: fc.constantFrom<EditField>('priceCents', 'minStay'),
    before: fc.constant(1),
    after: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(fc.array(edit, { maxLength: 6 }), { maxLength: 12 }), (steps) => {
      const store = new StagedStore(memory(), 'k');
      const seen = steps.map((step) => {
        const before = encodeEdits(store.snapshot().edits);
        return { before, changed: store.stage(step) };
      });
      for (const { before, changed } of seen.reverse()) {
        if (changed === 0) continue;
        store.undo();
        expect(encodeEdits(store.snapshot().edits)).toBe(before);
      }
    }),
  );
});

test('stored text that is not ours is not guessed at', () => {
  for (const text of ['', '{', 'null', '{"version":9,"runs":[]}', '{"version":1,"runs":[["x"]]}'])
    expect(decodeEdits(text).size).toBe(0);
  const edits = editsFrom([want('1/stock', 4, 'units', null, 2)]);
  expect(decodeEdits(encodeEdits(edits))).toEqual(edits);
});
