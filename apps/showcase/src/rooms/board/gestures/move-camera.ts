import { panned, zoomedAt } from '../plane/camera.ts';
import type { Point } from '../plane/geometry.ts';
import type { Board } from '../window/board.ts';
import type { Gesture } from './gesture.ts';

/** Moves the board under the pointer. */
export function panCamera(board: Board, start: Point): Gesture {
  const before = board.camera.value;
  return {
    move({ screen }) {
      board.camera.set(panned(before, screen.x - start.x, screen.y - start.y));
    },
    end() {},
    cancel() {
      board.camera.set(before);
    },
  };
}

/** Two fingers: the board's points under them stay under them. */
export class Pinch {
  readonly #board: Board;
  #middle: Point;
  #distance: number;

  constructor(board: Board, one: Point, other: Point) {
    this.#board = board;
    this.#middle = between(one, other);
    this.#distance = apart(one, other);
  }

  move(one: Point, other: Point): void {
    const [middle, distance] = [between(one, other), apart(one, other)];
    const moved = panned(this.#board.camera.value, middle.x - this.#middle.x, middle.y - this.#middle.y);
    this.#board.camera.set(zoomedAt(moved, middle, distance / this.#distance));
    this.#middle = middle;
    this.#distance = distance;
  }
}

function between(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

function apart(one: Point, other: Point): number {
  return Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
}
