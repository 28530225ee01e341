/** Stops a timer; a second call and a call after the timer fired do nothing. */
export type CancelTimer = () => void;

/** One-shot timers. Callbacks run in a turn of their own, never inside `after`. */
export interface Timers {
  after(delayMs: number, callback: () => void): CancelTimer;
}
