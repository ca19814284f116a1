import {
  applyPatch,
  type EditPatch,
  eachEdit,
  type FieldAddress,
  inverseOf,
  NO_EDITS,
  patchFor,
  removalOf,
  type StagedEdits,
  type WantedEdit,
} from './edits.ts';
import { decodeEdits, encodeEdits } from './storage.ts';

/** The part of the browser's storage that is needed. */
export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface StagedState {
  readonly edits: StagedEdits;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The browser refused to store the edits: they live in this tab only. */
  readonly isUnstored: boolean;
}

export const EMPTY_STATE: StagedState = {
  edits: NO_EDITS,
  canUndo: false,
  canRedo: false,
  isUnstored: false,
};

/**
 * Edits that wait to be sent, of one person for one supplier. They are written to storage on every
 * change; each change is applied to what is stored at that moment, so that two tabs add up.
 */
export class StagedStore {
  private readonly storage: TextStorage;
  private readonly key: string;
  private written: string | null;
  private past: EditPatch[] = [];
  private future: EditPatch[] = [];
  private state: StagedState;
  private readonly listeners = new Set<() => void>();

  constructor(storage: TextStorage, key: string) {
    this.storage = storage;
    this.key = key;
    this.written = this.read();
    this.state = { ...EMPTY_STATE, edits: decodeEdits(this.written) };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): StagedState => this.state;

  /** Stages values as one step that can be undone; answers how many fields changed. */
  stage(wanted: readonly WantedEdit[]): number {
    return this.perform(patchFor(this.catchUp(), wanted));
  }

  /** Un-stages fields as one step that can be undone. */
  unstage(fields: readonly FieldAddress[]): number {
    return this.perform(removalOf(this.catchUp(), fields));
  }

  /** Un-stages everything, as one step that can be undone. */
  discard(): number {
    return this.unstage([...eachEdit(this.catchUp())]);
  }

  undo(): void {
    const patch = this.past.pop();
    if (!patch) return;
    this.future.push(patch);
    this.commit(applyPatch(this.catchUp(), inverseOf(patch)));
  }

  redo(): void {
    const patch = this.future.pop();
    if (!patch) return;
    this.past.push(patch);
    this.commit(applyPatch(this.catchUp(), patch));
  }

  /** Lets go of what has been handed to the server; undo does not bring it back. */
  release(sent: StagedEdits): void {
    const gone = (step: FieldAddress) => sent.get(step.line)?.get(step.day)?.[step.field];
    const withoutSent = (patches: EditPatch[]) =>
      patches.map((patch) => patch.filter((step) => !gone(step))).filter((p) => p.length > 0);
    const removal = removalOf(this.catchUp(), [...eachEdit(sent)]).filter(
      (step) => gone(step)?.after === step.previous?.after,
    );
    this.past = withoutSent(this.past);
    this.future = withoutSent(this.future);
    this.commit(applyPatch(this.state.edits, removal));
  }

  /** Another tab has written. */
  readonly onStorage = (event: { key: string | null }): void => {
    if (event.key !== this.key && event.key !== null) return;
    this.emit({ ...this.state, edits: this.catchUp() });
  };

  private perform(patch: EditPatch): number {
    if (patch.length === 0) return 0;
    this.past.push(patch);
    this.future = [];
    this.commit(applyPatch(this.state.edits, patch));
    return patch.length;
  }

  /** The edits as stored now, which another tab may have changed. */
  private catchUp(): StagedEdits {
    const stored = this.read();
    if (stored !== this.written && !this.state.isUnstored) {
      this.written = stored;
      this.state = { ...this.state, edits: decodeEdits(stored) };
    }
    return this.state.edits;
  }

  private read(): string | null {
    try {
      return this.storage.getItem(this.key);
    } catch {
      return null;
    }
  }

  private commit(edits: StagedEdits): void {
    let isUnstored = false;
    const text = edits.size === 0 ? null : encodeEdits(edits);
    try {
      if (text === null) this.storage.removeItem(this.key);
      else this.storage.setItem(this.key, text);
      this.written = text;
    } catch {
      isUnstored = true;
    }
    this.emit({ ...this.state, edits, isUnstored });
  }

  private emit(state: StagedState): void {
    this.state = {
      ...state,
      canUndo: this.past.length > 0,
      canRedo: this.future.length > 0,
    };
    for (const listener of this.listeners) listener();
  }
}
