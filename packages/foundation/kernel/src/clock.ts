/** Wall-clock time. Never used to order anything: order comes from the log. */
export interface Clock {
  /** Integer milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
}

/** Time that only goes forward, for durations. Its zero means nothing. */
export interface Stopwatch {
  /** Milliseconds with fractions. */
  nowMs(): number;
}
