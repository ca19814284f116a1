import * as z from 'zod/mini';

/** A JSON object as received. */
export type Fields = Readonly<Record<string, unknown>>;

/** Turns an upstream value into ours; undefined = it cannot be read. */
export type Reader<T> = (value: unknown) => T | undefined;

/** What makes a whole answer unreadable; the transport turns it into the public error. */
export class Unreadable extends Error {}

/** Whether a value is a JSON object (no list, no null). */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object with trimmed keys, as upstream can spell `fin` with a trailing space; else `{}`. */
export function fieldsOf(value: unknown): Fields {
  if (!isFields(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.trim(), item]));
}

/** The list, or an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A safe integer from a number or from digits in text. */
export const toInt: Reader<number> = (value) => {
  const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? Number(number) : undefined;
};

/** A safe integer ≥ 0. */
export const toCount: Reader<number> = (value) => {
  const number = toInt(value);
  return number !== undefined && number >= 0 ? number : undefined;
};

/** A safe integer ≥ 1. */
export const toId: Reader<number> = (value) => toCount(value) || undefined;

/** A yes or no, also as 0, 1 or their words. */
export const toFlag: Reader<boolean> = (value) => {
  const word = typeof value === 'object' ? '' : String(value).trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : undefined;
};

/** Trimmed text; a number counts as text. */
export const toText: Reader<string> = (value) =>
  typeof value === 'string' || Number.isFinite(value) ? String(value).trim() : undefined;

/**
 * Cents from euros, as a number or as text with a dot or a comma; digits beyond the cent round
 * half away from zero, on the written decimals so that no binary fraction shows.
 * Undefined for anything else, also for `1,234`: it reads as a decimal here, as thousands elsewhere.
 */
export const toCents: Reader<number> = (value) => {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  // Below a millionth of a euro numbers are written with an exponent.
  const plain = typeof value === 'number' && Math.abs(value) < 1e-6 ? '0' : String(value);
  const text = plain.trim().replace(/\s(?=\d{3}(?!\d))/g, '');
  const found = /^(-?)(\d+)(?:([.,])(\d+))?$/.exec(text);
  if (!found) return undefined;
  const [, sign, euros = '', mark, decimals = ''] = found;
  if (mark === ',' && decimals.length === 3) return undefined;
  const rounding = decimals.charAt(2) >= '5' ? 1 : 0;
  const cents = Number(euros + decimals.slice(0, 2).padEnd(2, '0')) + rounding;
  if (!Number.isSafeInteger(cents)) return undefined;
  return sign && cents ? -cents : cents;
};

/** Text by lower-case language from `[{langue, texte}]` in any case, or from plain French text. */
export const toMultilingual: Reader<Record<string, string>> = (value) => {
  const list = typeof value === 'string' ? [{ langue: 'fr', texte: value }] : value;
  if (!Array.isArray(list)) return undefined;
  const texts = list.map((item): [string, string] => {
    const fields = fieldsOf(item);
    const code = toText(fields.langue ?? fields.Langue) ?? '';
    return [code.toLowerCase(), toText(fields.texte ?? fields.Texte) ?? ''];
  });
  return Object.fromEntries(texts.filter(([code, text]) => code && text));
};

/** Reads one value, or marks the element unreadable under the value's name. */
export type Take = <T>(name: string, value: unknown, read: Reader<T>) => T;

/** What an upstream element becomes. Only transforms are used: other constructs weigh kilobytes. */
export type Element<T> = z.core.$ZodTransform<T, unknown>;

/** A schema for an object: `read` chooses among upstream's spellings and takes each value. */
export function element<T>(read: (fields: Fields, take: Take) => T): Element<T> {
  return new z.core.$ZodTransform({
    type: 'transform',
    transform: (input, context) => {
      const take: Take = (name, value, reader) => {
        const taken = reader(value);
        if (taken !== undefined) return taken;
        context.issues.push({ code: 'custom', path: [name], message: '', input });
        return z.core.NEVER;
      };
      take('it', input, (value) => isFields(value) || undefined);
      return read(fieldsOf(input), take);
    },
    // The core class does not take the type that its transform returns.
  }) as Element<T>;
}

/** The reader, with a value for null and for nothing. */
export function or<T, F>(read: Reader<T>, fallback: F): Reader<T | F> {
  return (value) => (value == null ? fallback : read(value));
}

/**
 * Reads one element, or adds the sentence that says why not. The sentence holds our words only:
 * nothing of the answer, which could echo a secret.
 */
export function readOne<T>(
  schema: Element<T>,
  value: unknown,
  what: string,
  warnings: string[],
): T | undefined {
  // The schema's standard interface: the parse functions weigh more, and none of them is needed.
  const result = schema['~standard'].validate(value);
  if ('value' in result) return result.value;
  const path = 'issues' in result ? result.issues?.[0]?.path : undefined;
  warnings.push(`${what} was dropped: ${path?.join()} is unreadable.`);
  return undefined;
}

/** Reads the elements of a list; the unreadable ones become a sentence in `warnings`. */
export function listed<T>(
  schema: Element<T>,
  list: readonly unknown[],
  what: string,
): { items: T[]; warnings: string[] } {
  const warnings: string[] = [];
  const items = list.flatMap((value, index) => {
    const item = readOne(schema, value, `${what} ${index + 1}`, warnings);
    return item === undefined ? [] : [item];
  });
  return { items, warnings };
}

/**
 * The first of the named lists in an answer's data.
 * @throws Unreadable when there is none: an answer without its list must not look like an empty one.
 */
export function listIn(data: Fields, ...names: string[]): readonly unknown[] {
  const found = names.map((name) => data[name]).find(Array.isArray);
  if (!found) throw new Unreadable(`${names[0]} is not a list`);
  return found;
}
