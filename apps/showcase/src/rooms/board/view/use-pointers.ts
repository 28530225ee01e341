import { systemTimers } from '@statehouse/kernel';
import { type RefObject, useEffect } from 'react';
import { type Grip, PointerControl } from '../gestures/pointer-control.ts';
import { panned, zoomedAt } from '../plane/camera.ts';
import { HANDLES } from '../plane/resizing.ts';
import type { BoardParts } from './board-parts.ts';
import { pointerFrom } from './stage-pointer.ts';

/** Pixels that a wheel's line stands for. */
const LINE = 16;

/** Joins the stage to pointers, fingers and wheels. */
export function usePointers(stage: RefObject<HTMLElement | null>, { board, presence }: BoardParts): void {
  useEffect(() => {
    const element = stage.current;
    if (element === null) return;
    const control = new PointerControl(board, systemTimers);
    let isSpaceHeld = false;
    const pointer = (event: PointerEvent | MouseEvent) => pointerFrom(board, element, event, isSpaceHeld);

    const onDown = (event: PointerEvent) => {
      if (event.button > 1 || isControl(event.target)) return;
      element.setPointerCapture(event.pointerId);
      if (board.editing.value !== undefined) board.edit(undefined);
      element.dataset.quiet = 'true';
      element.focus({ preventScroll: true });
      // Otherwise the browser selects text, drags pictures, or scrolls with the middle button.
      event.preventDefault();
      control.down(pointer(event), gripAt(event.target));
    };
    const onMove = (event: PointerEvent) => {
      const sample = pointer(event);
      control.move(sample);
      if (event.pointerType !== 'touch' || control.isBusy) presence.pointAt(sample.board);
    };
    const onUp = (event: PointerEvent) => control.up(pointer(event));
    const onLeave = () => presence.pointAt(undefined);
    const onCancel = () => void control.cancel();
    const onDoubleClick = (event: MouseEvent) => {
      if (isControl(event.target)) return;
      const hit = board.scene.at(pointer(event).board)[0];
      if (hit !== undefined && hit.element.kind !== 'image') board.edit(hit.id);
    };
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
      const { screen } = pointer(event);
      const { value: camera } = board.camera;
      if (event.ctrlKey || event.metaKey)
        board.camera.set(zoomedAt(camera, screen, Math.exp(-event.deltaY * unit * 0.01)));
      else if (event.shiftKey && event.deltaX === 0)
        board.camera.set(panned(camera, -event.deltaY * unit, 0));
      else board.camera.set(panned(camera, -event.deltaX * unit, -event.deltaY * unit));
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === ' ') isSpaceHeld = event.type === 'keydown';
      if (event.key === 'Escape' && event.type === 'keydown' && control.cancel()) event.stopPropagation();
      element.dataset.panning = String(isSpaceHeld);
    };
    const onBlur = () => {
      delete element.dataset.quiet;
    };
    const ending = new AbortController();
    const { signal } = ending;
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('pointermove', onMove, { signal });
    element.addEventListener('pointerup', onUp, { signal });
    element.addEventListener('pointerleave', onLeave, { signal });
    element.addEventListener('pointercancel', onCancel, { signal });
    element.addEventListener('dblclick', onDoubleClick, { signal });
    element.addEventListener('blur', onBlur, { signal });
    element.addEventListener('wheel', onWheel, { signal, passive: false });
    element.addEventListener('keydown', onKey, { signal, capture: true });
    element.addEventListener('keyup', onKey, { signal, capture: true });
    return () => {
      control.cancel();
      ending.abort();
    };
  }, [stage, board, presence]);
}

function gripAt(target: EventTarget | null): Grip {
  const held = target instanceof Element ? target.closest<HTMLElement | SVGElement>('[data-grip]') : null;
  const grip = held?.dataset.grip;
  if (grip === 'turn') return { kind: 'turn' };
  const handle = HANDLES[Number(grip)];
  return grip === undefined || handle === undefined ? { kind: 'board' } : { kind: 'handle', handle };
}

/** Buttons and fields on the stage take their own events. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-control], .label-editor') !== null;
}
