import { expect, test } from 'vitest';
import en from './messages/en.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };

function leaves(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  return Object.entries(node ?? {}).flatMap(([key, value]) => leaves(value, `${path}.${key}`));
}

const placeholders = (text: string) =>
  [...text.matchAll(/(?<!(?:=\d|one|other) )\{(\w+)[,}]/g)]
    .map((match) => match[1])
    .filter((name, i, all) => all.indexOf(name) === i)
    .sort();

test('both languages have the same keys with the same placeholders', () => {
  const shape = (all: unknown) => leaves(all).map(([path, text]) => [path, placeholders(text)]);
  expect(shape(en)).toEqual(shape(fr));
});

test('no French text breaks a line before : ; ! ? or %', () => {
  expect(leaves(fr).filter(([, text]) => / [:;!?%€]/.test(text))).toEqual([]);
});
