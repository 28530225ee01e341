import { type PointerEvent, type RefObject, useRef, useState } from 'react';

/** A line under way to another place. */
export interface Drag {
  readonly id: string;
  /** The index that it would have if it were dropped now. */
  readonly toIndex: number;
}

export interface DragOrder {
  readonly drag: Drag | undefined;
  /** For the handle of a line. */
  handlers(id: string): {
    onPointerDown(event: PointerEvent<HTMLElement>): void;
    onPointerMove(event: PointerEvent<HTMLElement>): void;
    onPointerUp(event: PointerEvent<HTMLElement>): void;
    onPointerCancel(): void;
  };
}

/**
 * Dragging of list lines by mouse, pen or finger.
 * @param list the element whose children with `data-task` are the lines, in order
 */
export function useDragOrder(
  list: RefObject<HTMLElement | null>,
  onDrop: (id: string, toIndex: number) => void,
): DragOrder {
  const [drag, setDrag] = useState<Drag>();
  const pointer = useRef<number>(undefined);
  const end = () => {
    pointer.current = undefined;
    setDrag(undefined);
  };
  return {
    drag,
    handlers: (id) => ({
      onPointerDown(event) {
        if (event.button !== 0) return;
        pointer.current = event.pointerId;
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove(event) {
        if (pointer.current !== event.pointerId || list.current === null) return;
        setDrag({ id, toIndex: indexAt(list.current, id, event.clientY) });
      },
      onPointerUp(event) {
        if (pointer.current !== event.pointerId) return;
        if (drag !== undefined) onDrop(drag.id, drag.toIndex);
        end();
      },
      onPointerCancel: end,
    }),
  };
}

/** Where a line would stand: behind every other line whose middle is above the pointer. */
function indexAt(list: HTMLElement, id: string, clientY: number): number {
  let index = 0;
  for (const line of list.querySelectorAll<HTMLElement>('[data-task]')) {
    if (line.dataset.task === id) continue;
    const { top, height } = line.getBoundingClientRect();
    if (clientY > top + height / 2) index += 1;
  }
  return index;
}
