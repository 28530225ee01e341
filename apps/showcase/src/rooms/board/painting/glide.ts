/** Where something is shown: shifted, then turned about its transform origin, in board units and degrees. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly rotation: number;
}

/** A little longer than the pause between two presence messages, so that one movement runs into the next. */
const GLIDE_MS = 60;

/** How much of a way that began at `startMs` is done: from 0 to 1. */
export function shareDone(startMs: number, nowMs: number): number {
  return Math.min(1, Math.max(0, (nowMs - startMs) / GLIDE_MS));
}

export function spotBetween(from: Spot, to: Spot, share: number): Spot {
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    rotation: from.rotation + (to.rotation - from.rotation) * share,
  };
}
