import type { Stopwatch, Timers } from '@statehouse/kernel';

/** How long work may keep the thread at a stretch. */
export interface SliceOptions {
  readonly sliceMs: number;
  readonly timers: Timers;
  readonly stopwatch: Stopwatch;
}

/** Long work in slices: whoever asks now and then waits a turn when a slice is over. */
export class Slices {
  readonly #options: SliceOptions;
  #startMs: number;

  constructor(options: SliceOptions) {
    this.#options = options;
    this.#startMs = options.stopwatch.nowMs();
  }

  /** Undefined while there is time; otherwise fulfilled in the next slice. */
  next(): Promise<void> | undefined {
    const { sliceMs, timers, stopwatch } = this.#options;
    if (stopwatch.nowMs() - this.#startMs < sliceMs) return undefined;
    return new Promise((resolve) => {
      timers.after(0, () => {
        this.#startMs = stopwatch.nowMs();
        resolve();
      });
    });
  }
}
