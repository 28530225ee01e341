import type { Timers } from '@statehouse/kernel';
import { type AlertEvent, evaluate, type Firing, type Observed } from './evaluate.ts';
import type { AlertRule } from './rule.ts';

export interface AlertWatchOptions {
  readonly rules: readonly AlertRule[];
  /** The time until rules are to be judged next. */
  readonly waitMs: () => number;
  readonly timers: Timers;
  readonly observed: () => Observed;
  readonly onAlert: (event: AlertEvent) => void;
}

/** Judges rules again and again until it is stopped, and tells of what began and what ended. */
export class AlertWatch {
  readonly #options: AlertWatchOptions;
  #firing: Firing = new Set();
  #cancel: (() => void) | undefined;

  constructor(options: AlertWatchOptions) {
    this.#options = options;
    if (options.rules.length > 0) this.#wait();
  }

  get firing(): Firing {
    return this.#firing;
  }

  judge(): void {
    const { rules, observed, onAlert } = this.#options;
    const { firing, events } = evaluate(rules, this.#firing, observed());
    this.#firing = firing;
    for (const event of events) onAlert(event);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #wait(): void {
    this.#cancel = this.#options.timers.after(this.#options.waitMs(), () => {
      this.#wait();
      this.judge();
    });
  }
}
