import { FrameLoop } from './frame-loop.ts';

/** Where an element is shown: shifted, then turned about its transform origin, in board units and degrees. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly rotation: number;
}

interface Glide {
  readonly from: Spot;
  readonly to: Spot;
  readonly startMs: number;
  now: Spot;
}

/** A little longer than the pause between two presence messages, so that one movement runs into the next. */
const GLIDE_MS = 60;

/**
 * Lets elements glide to where others drag them. One loop for all of them: a CSS transition or animation for each costs
 * the page several milliseconds a frame, since every one begins anew twenty times a second.
 *
 * Invariant: an element that glides is shown between where it was and where it goes, and at the end where it goes.
 */
export class Glider {
  readonly #glides = new Map<HTMLElement, Glide>();
  readonly #loop: FrameLoop;

  constructor() {
    this.#loop = new FrameLoop((nowMs) => this.#step(nowMs));
  }

  /** Leads an element from where it is shown (`from`, if it does not glide yet) to `to`. */
  glide(element: HTMLElement, from: Spot, to: Spot, nowMs: number): void {
    const start = this.#glides.get(element)?.now ?? from;
    this.#glides.set(element, { from: start, to, startMs: nowMs, now: start });
    element.style.transform = transformOf(start);
    this.#loop.ask();
  }

  /** The element is where it belongs by other means. */
  settle(element: HTMLElement): void {
    this.#glides.delete(element);
  }

  dispose(): void {
    this.#loop.stop();
    this.#glides.clear();
  }

  #step(nowMs: number): void {
    for (const [element, glide] of this.#glides) {
      const done = Math.min(1, Math.max(0, (nowMs - glide.startMs) / GLIDE_MS));
      glide.now = between(glide.from, glide.to, done);
      element.style.transform = transformOf(glide.now);
      if (done === 1) this.#glides.delete(element);
    }
    if (this.#glides.size > 0) this.#loop.ask();
  }
}

/** The CSS transform of a spot. */
export function transformOf({ x, y, rotation }: Spot): string {
  return `translate(${x}px, ${y}px)${rotation === 0 ? '' : ` rotate(${rotation}deg)`}`;
}

function between(from: Spot, to: Spot, share: number): Spot {
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    rotation: from.rotation + (to.rotation - from.rotation) * share,
  };
}
