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
 * import { createHub, createPlainStore } from '@statehouse/hub';
 * import { observe } from '@statehouse/observe';
 *
 * const hub = createHub();
 * const watch = observe(hub, { onSlow: (warning) => console.warn(warning) });
 * const count = hub.add('count', createPlainStore({ initial: 0, reduce: (at: number, by: number) => at + by }));
 * count.dispatch(1);
 * watch.report().series[0]?.latencyMs.p99;
 * watch.stop();
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
