/** Rows as they were at a version of what they come from. */
export interface Kept<T> {
  readonly version: string;
  /** Shared by everyone who asks; nobody changes them. */
  readonly rows: T;
}

/**
 * Rows of earlier reads by what was asked for, the least recently used given up first. Whoever reads
 * asks the database for the version in the same snapshot and takes kept rows only when they are of it.
 */
export class KeptRows<T> {
  readonly #most: number;
  readonly #sizeOf: (rows: T) => number;
  readonly #kept = new Map<string, Kept<T>>();
  #size = 0;

  /** Keeps rows up to a total size of `most`, measured by `sizeOf`. */
  constructor(most: number, sizeOf: (rows: T) => number) {
    this.#most = most;
    this.#sizeOf = sizeOf;
  }

  get(key: string): Kept<T> | undefined {
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
    }
    return kept;
  }

  set(key: string, kept: Kept<T>): void {
    this.#forget(key);
    this.#kept.set(key, kept);
    this.#size += this.#sizeOf(kept.rows);
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= this.#most) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#size -= this.#sizeOf(kept.rows);
  }
}
