import type { CancelTimer, Timers } from '@statehouse/kernel';
import type { Point } from '../plane/geometry.ts';
import type { Handle } from '../plane/resizing.ts';
import type { SceneNode } from '../scene/scene-node.ts';
import type { Board } from '../window/board.ts';
import { dragElements } from './drag-elements.ts';
import { drawElement } from './draw-element.ts';
import type { Gesture, PointerSample } from './gesture.ts';
import { marqueeSelect } from './marquee.ts';
import { Pinch, panCamera } from './move-camera.ts';
import { resizeElements } from './resize-elements.ts';
import { rotateElements } from './rotate-elements.ts';

/** A pointer, as the stage's events tell of it. */
export interface StagePointer extends PointerSample {
  readonly id: number;
  readonly isTouch: boolean;
  /** The middle button, or a held space bar. */
  readonly isPanning: boolean;
}

/** What was under the pointer when it went down. */
export type Grip =
  | { readonly kind: 'board' }
  | { readonly kind: 'handle'; readonly handle: Handle }
  | { readonly kind: 'turn' };

/** Below this way, in pixels, a press is a click and not a drag. */
const CLICK_REACH = 4;
/** A finger that rests so long adds to the selection. */
const LONG_PRESS_MS = 500;

type State =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'pressed';
      readonly from: StagePointer;
      readonly click: () => void;
      readonly begin: () => Gesture;
    }
  | { readonly kind: 'busy'; readonly pointer: number; readonly gesture: Gesture }
  | { readonly kind: 'pinching'; readonly pinch: Pinch; readonly one: number; readonly other: number };

/**
 * Turns pointer events into gestures.
 *
 *     idle ─ down ─▶ pressed ─ moved far ─▶ busy ─ up ─▶ idle
 *                       └ up: click ─▶ idle      second finger: pinching
 *
 * Invariant: at most one gesture is under way, and each that was begun is ended or cancelled.
 */
export class PointerControl {
  readonly #board: Board;
  readonly #timers: Timers;
  readonly #touches = new Map<number, Point>();
  #state: State = { kind: 'idle' };
  #cancelLongPress: CancelTimer = () => {};

  constructor(board: Board, timers: Timers) {
    this.#board = board;
    this.#timers = timers;
  }

  get isBusy(): boolean {
    return this.#state.kind === 'busy' || this.#state.kind === 'pinching';
  }

  down(pointer: StagePointer, grip: Grip): void {
    if (pointer.isTouch) this.#touches.set(pointer.id, pointer.screen);
    // Also the finger that comes back beside one that stayed.
    if (pointer.isTouch && this.#touches.size === 2) this.#startPinch();
    if (this.#state.kind !== 'idle') return;
    const press = this.#pressOf(pointer, grip);
    this.#state = { kind: 'pressed', from: pointer, ...press };
  }

  move(pointer: StagePointer): void {
    if (this.#touches.has(pointer.id)) this.#touches.set(pointer.id, pointer.screen);
    const state = this.#state;
    if (state.kind === 'pressed' && state.from.id === pointer.id) {
      if (apart(state.from.screen, pointer.screen) < CLICK_REACH) return;
      this.#cancelLongPress();
      const gesture = state.begin();
      this.#state = { kind: 'busy', pointer: pointer.id, gesture };
      gesture.move(pointer);
    } else if (state.kind === 'busy' && state.pointer === pointer.id) {
      state.gesture.move(pointer);
    } else if (state.kind === 'pinching') {
      const [one, other] = [this.#touches.get(state.one), this.#touches.get(state.other)];
      if (one !== undefined && other !== undefined) state.pinch.move(one, other);
    }
  }

  up(pointer: StagePointer): void {
    this.#touches.delete(pointer.id);
    this.#cancelLongPress();
    const state = this.#state;
    if (state.kind === 'pressed' && state.from.id === pointer.id) {
      this.#state = { kind: 'idle' };
      state.click();
    } else if (state.kind === 'busy' && state.pointer === pointer.id) {
      this.#state = { kind: 'idle' };
      state.gesture.end(pointer);
    } else if (state.kind === 'pinching' && this.#touches.size < 2) {
      this.#state = { kind: 'idle' };
    }
  }

  /** Whatever is under way is undone. True if something was. */
  cancel(): boolean {
    this.#touches.clear();
    this.#cancelLongPress();
    const state = this.#state;
    this.#state = { kind: 'idle' };
    if (state.kind === 'busy') state.gesture.cancel();
    return state.kind === 'busy' || state.kind === 'pinching';
  }

  #startPinch(): void {
    const [first, second] = [...this.#touches];
    if (first === undefined || second === undefined) return;
    if (this.#state.kind === 'busy') this.#state.gesture.cancel();
    this.#cancelLongPress();
    const [[one, from], [other, to]] = [first, second];
    this.#state = { kind: 'pinching', pinch: new Pinch(this.#board, from, to), one, other };
  }

  #pressOf(pointer: StagePointer, grip: Grip): { click: () => void; begin: () => Gesture } {
    const board = this.#board;
    const { value: tool } = board.tool;
    const pan = { click: () => {}, begin: () => panCamera(board, pointer.screen) };
    if (pointer.isPanning || tool === 'pan') return pan;
    if (grip.kind === 'handle')
      return { click: () => {}, begin: () => resizeElements(board, pointer.board, grip.handle) };
    if (grip.kind === 'turn') return { click: () => {}, begin: () => rotateElements(board, pointer.board) };
    if (tool !== 'select') {
      const begin = () => drawElement(board, pointer.board, tool);
      return { click: () => begin().end(pointer), begin };
    }
    const hit = board.scene.at(pointer.board)[0];
    if (hit === undefined) return this.#pressOnBoard(pointer, pan);
    return this.#pressOnElement(pointer, hit, pan);
  }

  #pressOnBoard(pointer: StagePointer, pan: { click: () => void; begin: () => Gesture }) {
    const board = this.#board;
    const clear = () => {
      if (!pointer.shift) board.select([]);
    };
    if (pointer.isTouch) return { ...pan, click: clear };
    return { click: clear, begin: () => marqueeSelect(board, pointer.board) };
  }

  #pressOnElement(pointer: StagePointer, hit: SceneNode, pan: { click: () => void; begin: () => Gesture }) {
    const board = this.#board;
    const wasSelected = this.#isSelected(hit);
    if (pointer.shift)
      return { click: () => board.toggle(hit.id), begin: () => marqueeSelect(board, pointer.board) };
    // A finger moves the board unless it is on something that was selected first.
    if (pointer.isTouch && !wasSelected) {
      this.#cancelLongPress = this.#timers.after(LONG_PRESS_MS, () => {
        board.toggle(hit.id);
        this.#state = { kind: 'idle' };
      });
      return { ...pan, click: () => board.select([hit.id]) };
    }
    if (!wasSelected) board.select([hit.id]);
    const click = () => board.select([hit.id]);
    if (board.isReadOnly) return { click, begin: pan.begin };
    return { click, begin: () => dragElements(board, pointer.board) };
  }

  /** Selected itself, or lying in something selected. */
  #isSelected(node: SceneNode): boolean {
    const { value: selection } = this.#board.selection;
    for (let at: SceneNode | undefined = node; at !== undefined; at = at.parent)
      if (selection.has(at.id)) return true;
    return false;
  }
}

function apart(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
