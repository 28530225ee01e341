import { VirtualTimeScheduler } from 'rxjs';

/** A scheduler whose time moves only when told to. */
export class VirtualClock {
  readonly scheduler = new VirtualTimeScheduler();
  #nowMs = 0;

  /** Lets time pass, and does what falls due. */
  advance(byMs: number): void {
    this.#nowMs += byMs;
    // The scheduler's own time is that of the last thing it did.
    this.scheduler.schedule(() => {}, this.#nowMs - this.scheduler.now());
    this.scheduler.maxFrames = this.#nowMs;
    this.scheduler.flush();
  }
}

/** Chance that always draws the same. */
export const never = { next: () => 0 };
