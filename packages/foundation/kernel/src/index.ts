export { AssertionError, assert, unreachable } from './assert.ts';
export { type Backoff, backoffMs } from './backoff.ts';
export type { Clock, Stopwatch } from './clock.ts';
export { emptyArray } from './empty-array.ts';
export { defineErrors, type ErrorFactory, isStatehouseError, StatehouseError } from './errors.ts';
export {
  canonicalize,
  isArray,
  isJsonObject,
  isWellFormedText,
  type Json,
  type JsonObject,
  jsonEquals,
} from './json.ts';
export { type MetricLabels, type Metrics, silentMetrics } from './metrics.ts';
export { type Random, randomId } from './random.ts';
export { systemClock, systemRandom, systemStopwatch, systemTimers } from './system.ts';
export type { CancelTimer, Timers } from './timers.ts';
