import type { Step } from './step.ts';

/** A stack of steps that can also lose its oldest. Every call is O(1), amortized. */
export class StepStack {
  #steps: (Step | undefined)[] = [];
  /** How many steps at the bottom have been dropped. */
  #dropped = 0;

  get size(): number {
    return this.#steps.length - this.#dropped;
  }

  get top(): Step | undefined {
    return this.size === 0 ? undefined : this.#steps.at(-1);
  }

  push(step: Step): void {
    this.#steps.push(step);
  }

  pop(): Step | undefined {
    return this.size === 0 ? undefined : this.#steps.pop();
  }

  dropOldest(): Step | undefined {
    if (this.size === 0) return undefined;
    const oldest = this.#steps[this.#dropped];
    this.#steps[this.#dropped] = undefined;
    this.#dropped += 1;
    if (this.#dropped > this.size) {
      this.#steps = this.#steps.slice(this.#dropped);
      this.#dropped = 0;
    }
    return oldest;
  }

  /** Empties the stack; the steps that it held, oldest first. */
  clear(): readonly Step[] {
    const held = this.#steps.slice(this.#dropped).filter((step) => step !== undefined);
    this.#steps = [];
    this.#dropped = 0;
    return held;
  }
}
