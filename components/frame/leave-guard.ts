/** Asks before a page with unsaved input is left, then goes on or stays. */
type Guard = (go: () => void) => void;

let guard: Guard | null = null;

/** Sets what asks, or takes it away again. */
export function setLeaveGuard(next: Guard | null): void {
  guard = next;
}

/** Goes on at once, or after the page that has unsaved input was asked. */
export function leave(go: () => void): void {
  if (guard) guard(go);
  else go();
}
