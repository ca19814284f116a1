import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Day, isoDay } from '../calendar.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import { keepAnchor } from './anchor.ts';
import type { Mutation } from './mutation.ts';

const NAME = 'stub-journal';
const FORM = 1;
const NEWLINE = 0x0a;
const OWNER_ONLY = 0o600;

/** What the changes of a journal were made to. */
export interface Ground {
  anchor: Day;
  seed: string;
}

interface Line {
  text: string;
  /** Bytes of the file up to and with its newline. */
  end: number;
}

// What follows the last newline was cut off before its answer went out: nobody was told of it.
function wholeLines(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  let from = 0;
  for (;;) {
    const newline = bytes.indexOf(NEWLINE, from);
    if (newline === -1) return lines;
    lines.push({ text: bytes.toString('utf8', from, newline), end: newline + 1 });
    from = newline + 1;
  }
}

function headOf({ anchor, seed }: Ground): string {
  return JSON.stringify({ journal: FORM, anchor: isoDay(anchor), seed });
}

/** Changes in the order in which they were made, one JSON line each, under a line that says to what. */
export class Journal {
  private readonly dir: string;
  private readonly print: (line: JsonObject) => void;
  private readonly file: string;

  constructor(dir: string, print: (line: JsonObject) => void) {
    this.dir = dir;
    this.print = print;
    this.file = join(dir, `${NAME}.jsonl`);
  }

  /** Hands over every kept change until one is not taken; what does not fit is set aside. */
  replay(ground: Ground, take: (mutation: JsonObject) => boolean): void {
    keepAnchor(this.dir, ground.anchor);
    const bytes = existsSync(this.file) ? readFileSync(this.file) : Buffer.alloc(0);
    const [head, ...lines] = wholeLines(bytes);
    if (head?.text !== headOf(ground)) {
      if (head) this.setAside(ground);
      this.begin(ground);
      return;
    }
    let { end } = head;
    for (const [index, line] of lines.entries()) {
      const mutation = parseJson(line.text);
      if (!isObject(mutation) || !take(mutation)) {
        this.copyAside(index + 2);
        break;
      }
      end = line.end;
    }
    if (end < bytes.length) truncateSync(this.file, end);
  }

  /** Forgets every change; the anchor is that of the next start too. */
  begin(ground: Ground): void {
    writeFileSync(this.file, `${headOf(ground)}\n`, { mode: OWNER_ONLY });
    keepAnchor(this.dir, ground.anchor);
  }

  /** Keeps one change; on return it outlives the process. */
  note(mutation: Mutation): void {
    // Not created here: a journal that somebody deleted must be missed, not begun without a head.
    const file = openSync(this.file, constants.O_WRONLY | constants.O_APPEND);
    try {
      const { size } = fstatSync(file);
      try {
        writeFileSync(file, `${JSON.stringify(mutation)}\n`);
      } catch (error) {
        // A full disk must not leave half a line for the next one to grow on.
        ftruncateSync(file, size);
        throw error;
      }
    } finally {
      closeSync(file);
    }
  }

  private setAside({ anchor, seed }: Ground): void {
    const aside = this.freeName();
    renameSync(this.file, join(this.dir, aside));
    const wanted = `anchor ${isoDay(anchor)} and seed ${seed}`;
    this.print({ journal: `not of ${wanted}: set aside as ${aside}, begun anew` });
  }

  private copyAside(line: number): void {
    const aside = this.freeName();
    copyFileSync(this.file, join(this.dir, aside));
    this.print({ journal: `line ${line} cannot be read: cut before it, kept whole as ${aside}` });
  }

  private freeName(): string {
    let count = 1;
    while (existsSync(join(this.dir, `${NAME}.${count}.jsonl`))) count += 1;
    return `${NAME}.${count}.jsonl`;
  }
}
