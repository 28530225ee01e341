import { FrameLoop } from '../painting/frame-loop.ts';
import { type Spot, shareDone, spotBetween } from '../painting/glide.ts';

interface Glide {
  readonly from: Spot;
  readonly to: Spot;
  readonly startMs: number;
  now: Spot;
}

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
      const done = shareDone(glide.startMs, nowMs);
      glide.now = spotBetween(glide.from, glide.to, done);
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
