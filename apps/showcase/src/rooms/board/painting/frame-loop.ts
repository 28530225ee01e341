/** Runs a step once in the next frame, however often it is asked for. */
export class FrameLoop {
  readonly #step: (nowMs: number) => void;
  #handle: number | undefined;

  /** `nowMs` is the frame's time, on the clock of `performance.now`. */
  constructor(step: (nowMs: number) => void) {
    this.#step = step;
  }

  readonly ask = (): void => {
    this.#handle ??= requestAnimationFrame((nowMs) => {
      this.#handle = undefined;
      this.#step(nowMs);
    });
  };

  stop(): void {
    if (this.#handle !== undefined) cancelAnimationFrame(this.#handle);
    this.#handle = undefined;
  }
}
