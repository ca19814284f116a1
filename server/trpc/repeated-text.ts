import { randomUUID } from 'node:crypto';

/** A list below this length is written anew faster than it is looked up. */
const LONG = 32;

/** What a list that nobody can change reads like as JSON. */
const texts = new WeakMap<readonly unknown[], Buffer>();

function textOf(list: readonly unknown[]): Buffer {
  const known = texts.get(list);
  if (known !== undefined) return known;
  const text = Buffer.from(JSON.stringify(list));
  texts.set(list, text);
  return text;
}

/**
 * The long lists of one request's answers that are shared and frozen (the runs that are kept between
 * requests): marks stand for them while tRPC writes the answer, and in their places go the bytes of
 * the first time. Writing five megabytes anew takes ten times as long as copying them.
 */
export class RepeatedText {
  /** Nobody who writes into an answer knows it. */
  readonly #mark = randomUUID();
  readonly #lists: Buffer[] = [];

  /** The same value with marks in it; what holds no such list is returned as it is. */
  cutOut(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.#cutOutOfList(value);
    let copy: Record<string, unknown> | undefined;
    for (const [key, part] of Object.entries(value)) {
      const cut = this.cutOut(part);
      if (cut === part) continue;
      copy ??= { ...value };
      copy[key] = cut;
    }
    return copy ?? value;
  }

  #cutOutOfList(list: readonly unknown[]): unknown {
    if (list.length >= LONG && Object.isFrozen(list))
      return `${this.#mark}:${this.#lists.push(textOf(list)) - 1}`;
    let copy: unknown[] | undefined;
    for (const [i, part] of list.entries()) {
      const cut = this.cutOut(part);
      if (cut === part) continue;
      copy ??= [...list];
      copy[i] = cut;
    }
    return copy ?? list;
  }

  /** The answer with its lists in their places. */
  async putBack(answer: Response): Promise<Response> {
    if (this.#lists.length === 0) return answer;
    // Every other piece is the number of a list.
    const pieces = (await answer.text()).split(new RegExp(`"${this.#mark}:(\\d+)"`));
    const bytes = pieces.map((piece, i) =>
      i % 2 === 0 ? Buffer.from(piece) : (this.#lists[Number(piece)] ?? Buffer.alloc(0)),
    );
    const { status, statusText, headers } = answer;
    return new Response(Buffer.concat(bytes), { status, statusText, headers });
  }
}
