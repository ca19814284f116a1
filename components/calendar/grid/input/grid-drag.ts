import type { CellAddress } from '../../model/cells.ts';

const EDGE_PX = 36;
const SCROLL_STEP = 14;
const LONG_PRESS_MS = 350;
const SLACK_PX = 8;

export interface DragHandlers {
  onPress(address: CellAddress, extend: boolean): void;
  onDragTo(address: CellAddress): void;
  onRelease(): void;
}

/** The cell under an element of the grid. */
export function addressAt(target: EventTarget | null): CellAddress | null {
  if (!(target instanceof Element)) return null;
  const cell = target.closest<HTMLElement>('[data-day]');
  const line = cell?.closest<HTMLElement>('[data-line]')?.dataset.line;
  return cell && line !== undefined ? { line, day: Number(cell.dataset.day) } : null;
}

/**
 * A drag over cells, which scrolls the grid when it nears a border. A mouse drags at once; a finger
 * scrolls the page unless it rests first.
 */
export class GridDrag {
  private readonly element: HTMLElement;
  private readonly handlers: () => DragHandlers;
  private at: { x: number; y: number; frame: number } | null = null;
  private rest: { timer: number; x: number; y: number } | null = null;

  constructor(element: HTMLElement, handlers: () => DragHandlers) {
    this.element = element;
    this.handlers = handlers;
  }

  start(address: CellAddress, x: number, y: number, extend: boolean): void {
    this.handlers().onPress(address, extend);
    this.at = { x, y, frame: requestAnimationFrame(this.tick) };
  }

  startAfterRest(address: CellAddress, x: number, y: number): void {
    const timer = window.setTimeout(() => {
      this.rest = null;
      this.start(address, x, y, false);
    }, LONG_PRESS_MS);
    this.rest = { timer, x, y };
  }

  /** Listens to the pointer wherever it goes; the answer stops listening. */
  attach(): () => void {
    this.element.addEventListener('touchmove', this.holdStill, { passive: false });
    window.addEventListener('pointermove', this.move);
    window.addEventListener('pointerup', this.end);
    window.addEventListener('pointercancel', this.end);
    return () => {
      this.end();
      this.element.removeEventListener('touchmove', this.holdStill);
      window.removeEventListener('pointermove', this.move);
      window.removeEventListener('pointerup', this.end);
      window.removeEventListener('pointercancel', this.end);
    };
  }

  private readonly holdStill = (event: TouchEvent) => {
    if (this.at && event.cancelable) event.preventDefault();
  };

  private readonly move = (event: PointerEvent) => {
    const { rest, at } = this;
    if (rest && Math.hypot(event.clientX - rest.x, event.clientY - rest.y) > SLACK_PX) {
      window.clearTimeout(rest.timer);
      this.rest = null;
    }
    if (!at) return;
    at.x = event.clientX;
    at.y = event.clientY;
    this.hit();
  };

  private readonly end = () => {
    if (this.rest) window.clearTimeout(this.rest.timer);
    this.rest = null;
    if (!this.at) return;
    cancelAnimationFrame(this.at.frame);
    this.at = null;
    this.handlers().onRelease();
  };

  private readonly tick = () => {
    const { at, element } = this;
    if (!at) return;
    const box = element.getBoundingClientRect();
    const near = (value: number, low: number, high: number) =>
      value < low + EDGE_PX ? -SCROLL_STEP : value > high - EDGE_PX ? SCROLL_STEP : 0;
    const dx = near(at.x, box.left + Number(element.dataset.names ?? 0), box.right);
    const dy = near(at.y, box.top + Number(element.dataset.header ?? 0), box.bottom);
    if (dx || dy) {
      element.scrollBy(dx, dy);
      this.hit();
    }
    at.frame = requestAnimationFrame(this.tick);
  };

  private hit(): void {
    if (!this.at) return;
    const address = addressAt(document.elementFromPoint(this.at.x, this.at.y));
    if (address) this.handlers().onDragTo(address);
  }
}
