/** Runs a step once in the next frame, however often it is asked for. */
export class FrameLoop {
  readonly #step: () => void;
  #handle: number | undefined;

  constructor(step: () => void) {
    this.#step = step;
  }

  readonly ask = (): void => {
    this.#handle ??= requestAnimationFrame(() => {
      this.#handle = undefined;
      this.#step();
    });
  };

  stop(): void {
    if (this.#handle !== undefined) cancelAnimationFrame(this.#handle);
    this.#handle = undefined;
  }
}
