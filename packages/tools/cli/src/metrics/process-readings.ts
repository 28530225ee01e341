import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics } from '@statehouse/kernel';

/** Looks at the process that it runs in. */
export interface ProcessReadings {
  /** Tells a metrics port how the process stands: its memory, and how late its event loop was since the last time. */
  report(port: Metrics): void;
  stop(): void;
}

/** How often the event loop is looked at; what is measured has it in it. */
const LOOK_MS = 10;
const NANOSECONDS_IN_MS = 1e6;

export function readProcess(): ProcessReadings {
  const delay = monitorEventLoopDelay({ resolution: LOOK_MS });
  delay.enable();
  const lagMs = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS_IN_MS - LOOK_MS);
  return {
    report(port) {
      const { heapUsed, rss } = process.memoryUsage();
      port.gauge('process_heap_used_bytes', heapUsed);
      port.gauge('process_resident_bytes', rss);
      if (delay.count === 0) return;
      port.gauge('event_loop_lag_p50_ms', lagMs(delay.percentile(50)));
      port.gauge('event_loop_lag_p99_ms', lagMs(delay.percentile(99)));
      port.gauge('event_loop_lag_max_ms', lagMs(delay.max));
      delay.reset();
    },
    stop: () => void delay.disable(),
  };
}
