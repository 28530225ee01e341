import type { Hub } from '@statehouse/hub';
import { systemStopwatch, systemTimers } from '@statehouse/kernel';
import { Observer } from './observer.ts';
import type { ObserveOptions, Watch } from './watch.ts';

/**
 * Watches a hub: counts and times what it does by store and by name, warns of what is slow, judges alert rules.
 * Each change costs well under a microsecond.
 *
 * @throws StatehouseError `observe/bad-bound`, `observe/bad-rule`, `hub/duplicate-plugin` when the hub is watched already
 * @example
 * const watch = observe(hub, { onSlow: console.warn });
 * watch.report().series[0]?.latencyMs.p99;
 */
export function observe(hub: Hub, options: ObserveOptions = {}): Watch {
  const {
    maxSeries = 500,
    windowMs = 10_000,
    maxWindows = 360,
    slowMs = 16,
    alerts = [],
    stopwatch = systemStopwatch,
    timers = systemTimers,
    ...handlers
  } = options;
  return new Observer(hub, {
    maxSeries,
    windowMs,
    maxWindows,
    slowMs,
    alerts,
    stopwatch,
    timers,
    ...handlers,
  });
}
