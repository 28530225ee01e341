import type { Clock, Metrics } from '@statehouse/kernel';
import { createLiveMetrics, joinMetrics, type MetricsReader } from '@statehouse/observe/live';
import { prometheusMetrics } from '@statehouse/observe/prometheus';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { readProcess } from './process-readings.ts';

/** What a server process knows of itself in numbers, for who scrapes and for who looks on. */
export interface ServerMetrics {
  /** What the sync server reports to. */
  readonly port: Metrics;
  readonly contentType: string;
  /** All of it as Prometheus text, with what prom-client says of every Node process. */
  text(): Promise<string>;
  /** For who looks on; what the process says of itself is as old as the snapshot. */
  readMetrics(): MetricsReader;
  stop(): void;
}

export function createServerMetrics(clock: Clock): ServerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const live = createLiveMetrics({ clock });
  const readings = readProcess();
  return {
    port: joinMetrics(prometheusMetrics(registry), live.port),
    contentType: registry.contentType,
    text: () => registry.metrics(),
    readMetrics() {
      const reader = live.read();
      return {
        snapshot() {
          readings.report(live.port);
          return reader.snapshot();
        },
        close: () => reader.close(),
      };
    },
    stop: () => readings.stop(),
  };
}
