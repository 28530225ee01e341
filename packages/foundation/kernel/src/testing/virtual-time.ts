import type { Clock } from '../clock.ts';
import type { CancelTimer, Timers } from '../timers.ts';

interface Alarm {
  readonly atMs: number;
  readonly order: number;
  readonly callback: () => void;
  cancelled: boolean;
}

/** Time that moves only when told to. Alarms due at the same instant fire in the order in which they were set. */
export class VirtualTime implements Clock, Timers {
  #nowMs: number;
  #order = 0;
  #alarms: Alarm[] = [];

  constructor(startMs = 0) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): CancelTimer {
    const alarm: Alarm = {
      atMs: this.#nowMs + Math.max(0, delayMs),
      order: this.#order,
      callback,
      cancelled: false,
    };
    this.#order += 1;
    this.#alarms.push(alarm);
    return () => {
      alarm.cancelled = true;
    };
  }

  /** The number of alarms that are set and not cancelled. */
  get pending(): number {
    return this.#alarms.filter((alarm) => !alarm.cancelled).length;
  }

  /** Moves time forward and fires what falls due on the way, alarms set by alarms included. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs;
    for (let next = this.#take(untilMs); next !== undefined; next = this.#take(untilMs)) {
      this.#nowMs = next.atMs;
      next.callback();
    }
    this.#nowMs = untilMs;
  }

  #take(untilMs: number): Alarm | undefined {
    this.#alarms = this.#alarms.filter((alarm) => !alarm.cancelled);
    let first: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (alarm.atMs > untilMs) continue;
      if (
        first === undefined ||
        alarm.atMs < first.atMs ||
        (alarm.atMs === first.atMs && alarm.order < first.order)
      ) {
        first = alarm;
      }
    }
    if (first !== undefined) this.#alarms.splice(this.#alarms.indexOf(first), 1);
    return first;
  }
}
