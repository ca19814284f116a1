'use client';
import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { addressAt, type DragHandlers, GridDrag } from './grid-drag.ts';

interface Handlers extends DragHandlers {
  onHeader(day: number): void;
  onRowHeader(line: string): void;
}

/** Pressing, dragging and tapping over the grid, and clicks on its headers. */
export function useGridPointer(scroller: RefObject<HTMLElement | null>, handlers: Handlers) {
  const latest = useRef(handlers);
  const drag = useRef<GridDrag | null>(null);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (!scroller.current) return;
    drag.current = new GridDrag(scroller.current, () => latest.current);
    return drag.current.attach();
  }, [scroller]);

  const onPointerDown = (event: PointerEvent) => {
    const address = addressAt(event.target);
    if (event.button !== 0 || !address) return;
    if (event.pointerType !== 'mouse')
      return drag.current?.startAfterRest(address, event.clientX, event.clientY);
    event.preventDefault();
    drag.current?.start(address, event.clientX, event.clientY, event.shiftKey);
  };
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element)) return;
    const header = event.target.closest<HTMLElement>('[data-header-day]');
    if (header) return latest.current.onHeader(Number(header.dataset.headerDay));
    const name = event.target.closest('[role="rowheader"]');
    const line = name?.closest<HTMLElement>('[data-line]')?.dataset.line;
    if (line !== undefined) return latest.current.onRowHeader(line);
    // The mouse has been heard already; this is the tap of a finger.
    const { nativeEvent } = event;
    const isMouse =
      nativeEvent instanceof window.PointerEvent && nativeEvent.pointerType === 'mouse';
    const address = addressAt(event.target);
    if (isMouse || !address) return;
    latest.current.onPress(address, event.shiftKey);
    latest.current.onRelease();
  };
  return { onPointerDown, onClick };
}
