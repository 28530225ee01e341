import type { Timers } from '@statehouse/kernel';

/**
 * A tab of a simulated browser. Everything that reaches it (timers, answers, messages, locks) is a task: it waits while the tab is
 * frozen, and never comes once it is dead.
 */
export class VirtualTab {
  readonly name: string;
  #isFrozen = false;
  #isDead = false;
  /** Another tab took the lock from it while it was frozen; what it then still sends is a repetition. */
  isOusted = false;
  readonly #tasks: (() => void)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  run(task: () => void): void {
    if (this.#isDead) return;
    if (this.#isFrozen) this.#tasks.push(task);
    else task();
  }

  freeze(): void {
    this.#isFrozen = true;
  }

  /** Catches up, one task after the other; `turn` lets promises go on after each. */
  async thaw(turn: () => Promise<void>): Promise<void> {
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) {
      if (!this.#isDead) task();
      await turn();
    }
    this.#isFrozen = false;
  }

  kill(): void {
    this.#isDead = true;
    this.#tasks.length = 0;
  }

  /** The same promise as the tab hears of it. */
  hear<Value>(promise: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => this.run(() => resolve(value)),
        (cause) => this.run(() => reject(cause)),
      );
    });
  }

  timers(timers: Timers): Timers {
    return {
      after: (delayMs, callback) => {
        let isCancelled = false;
        const cancel = timers.after(delayMs, () => this.run(() => isCancelled || callback()));
        return () => {
          isCancelled = true;
          cancel();
        };
      },
    };
  }
}
