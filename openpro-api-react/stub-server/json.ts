export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

/** Tells an object from every other JSON value. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses JSON text; `undefined` when it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** An own property only, so that `__proto__` and `constructor` in a body are just words. */
export function field(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.keys(value)
    .sort()
    .map((key): [string, Json] => [key, sorted(value[key] ?? null)]);
  return Object.fromEntries(entries);
}

const canonicalTexts = new WeakMap<JsonObject, string>();

/** Text that is equal for objects that differ only in the order of their keys. */
export function canonical(value: JsonObject): string {
  const known = canonicalTexts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(sorted(value));
  canonicalTexts.set(value, text);
  return text;
}
