import type { StagePointer } from '../gestures/pointer-control.ts';
import type { Board } from '../window/board.ts';

/** What of a pointer or mouse event the stage needs. */
type PointingEvent = Pick<
  PointerEvent,
  'clientX' | 'clientY' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'button'
> & { readonly pointerId?: number; readonly pointerType?: string };

/** An event in the stage's own terms. */
export function pointerFrom(
  board: Board,
  stage: HTMLElement,
  event: PointingEvent,
  isSpaceHeld: boolean,
): StagePointer {
  const { left, top } = stage.getBoundingClientRect();
  const screen = { x: event.clientX - left, y: event.clientY - top };
  return {
    id: event.pointerId ?? 0,
    isTouch: event.pointerType === 'touch',
    isPanning: isSpaceHeld || event.button === 1,
    screen,
    board: board.toBoard(screen),
    shift: event.shiftKey,
    alt: event.altKey,
    control: event.ctrlKey || event.metaKey,
  };
}
