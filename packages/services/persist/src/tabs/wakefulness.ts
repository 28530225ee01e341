import type { Clock } from '@statehouse/kernel';

/**
 * Whether a leader may still take itself for one. A tab that did not run for a while may have been replaced without
 * knowing; so before it does what cannot be undone it asks the storage.
 *
 * Invariant: `run` is called only if the tab was awake without a longer pause since it was known to lead.
 */
export class Wakefulness {
  readonly #clock: Clock;
  readonly #leaseMs: number;
  readonly #ask: () => Promise<boolean>;
  readonly #onLost: () => void;
  #awakeMs: number;
  #isSure = true;
  #isAsking = false;
  #waiting: (() => void)[] = [];

  /** @param leaseMs shorter than the patience of the others */
  constructor(clock: Clock, leaseMs: number, ask: () => Promise<boolean>, onLost: () => void) {
    this.#clock = clock;
    this.#leaseMs = leaseMs;
    this.#ask = ask;
    this.#onLost = onLost;
    this.#awakeMs = clock.nowMs();
  }

  /** Notes that the tab runs. */
  awake(): void {
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#awakeMs > this.#leaseMs) this.#isSure = false;
    this.#awakeMs = nowMs;
  }

  /** Does something as soon as this tab is known to lead; never if it does not. */
  whenSure(run: () => void): void {
    this.awake();
    if (this.#isSure && !this.#isAsking) {
      run();
      return;
    }
    this.#waiting.push(run);
    if (!this.#isAsking) this.#askAgain();
  }

  #askAgain(): void {
    this.#isAsking = true;
    this.#isSure = true;
    this.#ask().then(
      (isHeld) => this.#answered(isHeld),
      () => this.#answered(false),
    );
  }

  #answered(isHeld: boolean): void {
    this.#isAsking = false;
    this.awake();
    if (!isHeld) {
      this.#waiting = [];
      this.#onLost();
    } else if (!this.#isSure) {
      // It slept again while it asked.
      this.#askAgain();
    } else {
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const run of waiting) run();
    }
  }
}
